package dev.runner.junit;

/** What a member is doing. */
public enum MemberState {
    /** It waits for its turn to be started. */
    PENDING,
    /** Its process runs and is not ready yet. */
    STARTING,
    /** Its process runs and its readiness probe has answered. */
    READY,
    /** On its way out: parts of it may still be alive. */
    STOPPING,
    /** Ended with a request for a restart; it is started again after a delay. */
    BACKING_OFF,
    /** Nothing of it is alive: it was stopped or killed on purpose, or ended by itself with exit code 0. */
    STOPPED,
    /** Nothing of it is alive: it ended in a way that asks for no restart, or could not be started. */
    FAILED;

    static MemberState of(dev.runner.supervisor.LifecycleState state) {
        return valueOf(state.name());
    }
}
