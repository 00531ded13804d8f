package dev.runner.coordinator.delivery;

import java.util.concurrent.CompletableFuture;

/** Calls a worker. */
@FunctionalInterface
public interface EventCalls {

    /**
     * Posts a batch of events, and never waits for anything.
     *
     * @param body {@code {"events": [...]}}
     * @return what came of it, within the call's time-out
     */
    CompletableFuture<Reply> send(Deployment to, JsonBytes body);
}
