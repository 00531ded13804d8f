package dev.runner.coordinator.registry;

/** Whether a worker is alive, by its registration and heartbeats. */
enum Liveness {
    /** It has registered and gets no work yet. */
    REGISTERING,
    ALIVE,
    LOST
}
