package dev.runner.coordinator.registry;

/** Notified of every change, on the thread that made it and without the registry's lock. Must not block. */
@FunctionalInterface
public interface WorkerListener {

    void changed(RegisteredWorker worker);
}
