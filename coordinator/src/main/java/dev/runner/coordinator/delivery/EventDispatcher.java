package dev.runner.coordinator.delivery;

import dev.runner.coordinator.routing.InjectRouter;
import dev.runner.http.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends the events of a batch on their ways, each slot's part side by side with the others. */
public final class EventDispatcher {

    private EventDispatcher() {}

    /** The events for one slot, and which ones of the batch they are. */
    private record Part(List<InjectedEvent> events, List<Integer> indexes) {}

    /**
     * Delivers all events of a batch that are events.
     *
     * @return for each index what became of it, never completed exceptionally; what was no event has failed with 400
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
        List<CompletableFuture<?>> under = new ArrayList<>();
        parts.forEach((queue, part) -> under.add(queue.deliver(part.events()).thenAccept(of -> {
            for (int k = 0; k < of.size(); k++) {
                outcomes[part.indexes().get(k)] = of.get(k);
            }
        })));
        return CompletableFuture.allOf(under.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> List.of(outcomes));
    }
}
