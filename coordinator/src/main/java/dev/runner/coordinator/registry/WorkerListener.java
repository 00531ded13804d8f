package dev.runner.coordinator.registry;

/** Hears of every change, on the thread that made it and outside the registry's lock: it must be quick. */
@FunctionalInterface
public interface WorkerListener {

    void changed(RegisteredWorker worker);
}
