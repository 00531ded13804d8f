package dev.runner.coordinator.groups;

/** What becomes of a slot at this moment. */
public enum SlotPhase {
    /** It has never run. */
    DEPLOYING("Deploying"),
    /** Events go to its deployment. */
    RUNNING("Running"),
    /** It is being moved, and its events wait. */
    MOVING("Migrating"),
    /** Its worker has handed it over and is to come back, or has not registered since the coordinator started. */
    WAITING("Waiting"),
    /** Nothing runs it, and nothing can at the moment. */
    STRANDED("Failed"),
    /** Its group was deleted. */
    GONE("TornDown");

    private final String shown;

    SlotPhase(String shown) {
        this.shown = shown;
    }

    /** As it is written in a placement. */
    public String shown() {
        return shown;
    }

    boolean isUp() {
        return this == RUNNING || this == MOVING;
    }
}
