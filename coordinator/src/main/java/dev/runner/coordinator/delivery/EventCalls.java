package dev.runner.coordinator.delivery;

import java.util.concurrent.CompletableFuture;

/** Calls a worker. */
@FunctionalInterface
public interface EventCalls {

    /**
     * Posts a batch of events, and never waits for anything. To cancel the future gives the call up.
     *
     * @param body {@code {"events": [...]}}; what is after its end is not part of it
     * @return what came of it, within the call's time-out; it never completes exceptionally, unless cancelled
     */
    CompletableFuture<Reply> send(Deployment to, JsonBytes body);
}
