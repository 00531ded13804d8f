package dev.runner.coordinator.groups;

/** The lifecycle phase of a slot. */
public enum SlotPhase {
    /** It has not run yet. */
    DEPLOYING("Deploying"),
    /** Its deployment takes events. */
    RUNNING("Running"),
    /** It is being moved; its events wait. */
    MOVING("Migrating"),
    /** Its worker has handed it over and is expected back, or has not registered since the coordinator started. */
    WAITING("Waiting"),
    /** No worker runs it, and none can at the moment. */
    STRANDED("Failed"),
    /** Its group was deleted. */
    GONE("TornDown");

    private final String shown;

    SlotPhase(String shown) {
        this.shown = shown;
    }

    /** The value of {@code status} in a placement. */
    public String shown() {
        return shown;
    }

    boolean isUp() {
        return this == RUNNING || this == MOVING;
    }
}
