package dev.runner.coordinator.restart;

import dev.runner.coordinator.registry.RegisteredWorker;
import java.io.IOException;

/** What the coordinator asks of a worker. */
public interface WorkerRestartClient {

    /**
     * Tells the worker to hand over its state and to exit with 55.
     *
     * @throws IOException with a message for the user, when it does not say that it will
     */
    void restart(RegisteredWorker worker) throws IOException;
}
