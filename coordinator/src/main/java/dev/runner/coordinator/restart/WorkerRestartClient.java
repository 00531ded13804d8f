package dev.runner.coordinator.restart;

import dev.runner.coordinator.registry.RegisteredWorker;
import java.io.IOException;

/** Asks a worker to restart. */
public interface WorkerRestartClient {

    /**
     * Makes the worker hand over its state and exit with 55.
     *
     * @throws IOException with a message for the user, when it does not confirm that
     */
    void restart(RegisteredWorker worker) throws IOException;
}
