package dev.runner.coordinator.health;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Asks a worker whether it lives. */
@FunctionalInterface
public interface WorkerProbe {

    /**
     * Asks it, without waiting.
     *
     * @param address of the worker
     * @return whether it has answered at all, within a time-out; never fails
     */
    CompletableFuture<Boolean> answers(URI address);
}
