package dev.runner.coordinator.http;

import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.coordinator.delivery.EventDispatcher;
import dev.runner.coordinator.delivery.GroupLookup;
import dev.runner.coordinator.delivery.InjectRequestParser;
import dev.runner.coordinator.delivery.InjectedEvent;
import dev.runner.coordinator.delivery.ParsedEventBatch;
import dev.runner.coordinator.routing.InjectRouter;
import dev.runner.http.ApiException;
import dev.runner.http.RequestHead;
import dev.runner.http.Route;
import dev.runner.http.Routes;
import dev.runner.protocol.RequestLimits;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Takes events in from clients. No thread waits for the worker: the answer is written where the worker's is read. */
public final class InjectHandler {

    private final GroupLookup groups;
    private final LongSupplier nanos;

    /**
     * Serves the groups that can be found.
     *
     * @param nanos a clock that never jumps
     */
    public InjectHandler(GroupLookup groups, LongSupplier nanos) {
        this.groups = groups;
        this.nanos = nanos;
    }

    /** Adds {@code inject} and {@code inject-batch} below this path of a group, which ends with {@code {id}}. */
    void addTo(Routes routes, String group) {
        routes.post(group + "/inject")
                .summary("Sends an event to the pipeline that it is routed to")
                .body(InjectRequest.class)
                .answers(200, InjectRequest.Answer.class)
                .fails(404, 502, 503)
                .handleFast(this::single);
        routes.post(group + "/inject-batch")
                .summary("Sends many events, in their order for each pipeline; those that fail "
                        + "do not keep back the others")
                .body(InjectRequest.Batch.class)
                .body(InjectRequest.class, Route.JSON_LINES)
                .limit(RequestLimits.BATCH_BYTES)
                .answers(200, InjectRequest.BatchAnswer.class)
                .fails(404, 502, 503)
                .handleFast(this::batch);
    }

    private CompletableFuture<byte[]> single(RequestHead head, byte[] body) {
        InjectRouter<DeliveryQueue> router = router(head);
        InjectedEvent event = InjectRequestParser.single(body, router.keys());
        DeliveryQueue queue = router.choose(event.type().name(), event.keys());
        return queue.deliver(List.of(event))
                .thenApply(outcomes -> InjectResponseWriter.single(queue.slot(), outcomes.get(0)));
    }

    private CompletableFuture<byte[]> batch(RequestHead head, byte[] body) {
        long begin = nanos.getAsLong();
        InjectRouter<DeliveryQueue> router = router(head);
        ParsedEventBatch batch = isJsonLines(head.header("Content-Type"))
                ? InjectRequestParser.lines(body, router.keys())
                : InjectRequestParser.batch(body, router.keys());
        return EventDispatcher.deliver(router, batch)
                .thenApply(outcomes -> InjectResponseWriter.batch(outcomes, (nanos.getAsLong() - begin) / 1000));
    }

    private static boolean isJsonLines(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(Route.JSON_LINES);
    }

    private InjectRouter<DeliveryQueue> router(RequestHead head) {
        String id = head.parameter("id");
        return groups.router(id)
                .orElseThrow(
                        () -> new ApiException(404, "group_not_found", "there is no pipeline group \"" + id + "\""));
    }
}
