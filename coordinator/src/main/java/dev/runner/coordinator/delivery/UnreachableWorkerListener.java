package dev.runner.coordinator.delivery;

/** Hears of workers that are gone. */
@FunctionalInterface
public interface UnreachableWorkerListener {

    /**
     * A connection to the worker was refused, which is proof that its process is gone. It is said again with every
     * further attempt, and on a thread of the client: whoever hears it must be quick.
     */
    void unreachable(String workerId);
}
