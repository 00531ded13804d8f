package dev.runner.cluster;

/** How a cluster ended. */
public enum ClusterOutcome {
    /** It was asked to stop. */
    STOPPED,
    /** All members ended by themselves with exit code 0. */
    FINISHED,
    /** A member failed for good. */
    FAILED,
    /** A member was not ready in time. */
    NOT_READY
}
