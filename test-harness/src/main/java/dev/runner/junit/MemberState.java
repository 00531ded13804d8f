package dev.runner.junit;

/** The state of a member. */
public enum MemberState {
    /** Not started yet: it waits for the members that it depends on. */
    PENDING,
    /** Its process is running but not ready yet. */
    STARTING,
    /** Its process is running and its readiness probe has succeeded. */
    READY,
    /** It is being stopped: some of its processes may still be alive. */
    STOPPING,
    /** It ended in a way that its restart rule covers, and will be restarted after a delay. */
    BACKING_OFF,
    /** No process of it is alive: it was stopped or killed on request, or exited with code 0. */
    STOPPED,
    /** No process of it is alive: it ended in a way that its restart rule does not cover, or could not be started. */
    FAILED;

    static MemberState of(dev.runner.supervisor.LifecycleState state) {
        return valueOf(state.name());
    }
}
