package dev.runner.coordinator.delivery;

import dev.runner.coordinator.routing.InjectRouter;
import dev.runner.http.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Dispatches the events of a batch to the queues of their slots, which deliver concurrently. */
public final class EventDispatcher {

    private EventDispatcher() {}

    /** The events for one slot, and their indexes in the batch. */
    private record Part(List<InjectedEvent> events, List<Integer> indexes) {}

    /**
     * Delivers the valid events of a batch.
     *
     * @return completes with the outcome of each event, in order, and never exceptionally; an invalid event fails with
     *     400
     */
    public static CompletableFuture<List<DeliveryOutcome>> deliver(
            InjectRouter<DeliveryQueue> router, ParsedEventBatch batch) {
        DeliveryOutcome[] outcomes = new DeliveryOutcome[batch.size()];
        Map<DeliveryQueue, Part> parts = new LinkedHashMap<>();
        for (int i = 0; i < outcomes.length; i++) {
            InjectedEvent event = batch.event(i);
            if (event == null) {
                outcomes[i] = new DeliveryOutcome.Failed(ApiException.badRequest(String.valueOf(batch.problem(i))));
            } else {
                Part part = parts.computeIfAbsent(
                        router.choose(event.type().name(), event.keys()),
                        queue -> new Part(new ArrayList<>(), new ArrayList<>()));
                part.events().add(event);
                part.indexes().add(i);
            }
        }
        List<CompletableFuture<?>> deliveries = new ArrayList<>();
        parts.forEach((queue, part) ->
                deliveries.add(queue.deliver(part.events()).thenAccept(of -> {
                    for (int k = 0; k < of.size(); k++) {
                        outcomes[part.indexes().get(k)] = of.get(k);
                    }
                })));
        return CompletableFuture.allOf(deliveries.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> List.of(outcomes));
    }
}
