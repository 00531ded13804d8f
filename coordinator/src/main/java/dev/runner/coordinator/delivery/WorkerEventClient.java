package dev.runner.coordinator.delivery;

import java.util.concurrent.CompletableFuture;

/** Posts events to a worker. */
@FunctionalInterface
public interface WorkerEventClient {

    /**
     * Posts a batch of events, and never blocks.
     *
     * @param body {@code {"events": [...]}}
     * @return completes within the call's time-out
     */
    CompletableFuture<WorkerCallResult> send(DeliveryTarget to, JsonByteBuilder body);
}
