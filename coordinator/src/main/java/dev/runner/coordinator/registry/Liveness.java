package dev.runner.coordinator.registry;

/** What the heartbeats say of a worker. */
enum Liveness {
    /** It has registered, and is not yet given work. */
    REGISTERING,
    ALIVE,
    LOST
}
