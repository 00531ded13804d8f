package dev.runner.coordinator.delivery;

import java.util.concurrent.CompletableFuture;

/** Calls a worker. */
@FunctionalInterface
public interface WorkerEventClient {

    /**
     * Posts a batch of events, and never waits for anything.
     *
     * @param body {@code {"events": [...]}}
     * @return what came of it, within the call's time-out
     */
    CompletableFuture<WorkerCallResult> send(DeliveryTarget to, JsonByteBuilder body);
}
