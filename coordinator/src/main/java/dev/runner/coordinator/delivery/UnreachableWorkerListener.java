package dev.runner.coordinator.delivery;

/** Notified of workers whose process is gone. */
@FunctionalInterface
public interface UnreachableWorkerListener {

    /**
     * A connection to the worker was refused, which proves that its process is gone. Called again for every further
     * attempt, on a thread of the HTTP client: it must not block.
     */
    void unreachable(DeliveryTarget target);
}
