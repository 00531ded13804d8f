package dev.runner.coordinator.placement;

/** What the state of its worker means for a deployment. */
public enum PlacementHealth {
    /** Its worker is alive and keeps it. */
    HEALTHY,
    /** Its worker is expected back. */
    AWAITING_WORKER,
    /** Its worker is alive, and is to have no pipelines. */
    DRAINING,
    /** Its worker is gone, or was replaced by a process that does not run it. */
    LOST
}
