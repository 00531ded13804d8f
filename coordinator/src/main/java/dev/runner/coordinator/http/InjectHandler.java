package dev.runner.coordinator.http;

import dev.runner.coordinator.delivery.DeliveryOutcome;
import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.coordinator.delivery.EventDispatcher;
import dev.runner.coordinator.delivery.GroupLookup;
import dev.runner.coordinator.delivery.InjectRequestParser;
import dev.runner.coordinator.delivery.InjectedEvent;
import dev.runner.coordinator.delivery.ParsedEventBatch;
import dev.runner.coordinator.delivery.RequestMemoryBudget;
import dev.runner.coordinator.routing.InjectRouter;
import dev.runner.http.ApiException;
import dev.runner.http.FastRequestHead;
import dev.runner.http.FastRequestProcessor;
import dev.runner.http.HttpBodies;
import dev.runner.http.Route;
import dev.runner.http.Routes;
import dev.runner.http.ServiceHttpClient;
import dev.runner.protocol.RequestLimits;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes events in from clients. No thread waits for the worker: the answer is written where the worker's is read, but
 * for a large one, which might have to wait for a slow client.
 */
public final class InjectHandler {

    /**
     * On the servlet's way, Jetty writes so much without waiting for the client: it fits into the buffer that it
     * gathers answers in.
     */
    private static final int MAX_NONBLOCKING_BYTES = 4 << 10;

    /** A body, and about as much again for what is made of it. */
    private static final int MEMORY_PER_BYTE = 2;

    private final GroupLookup groups;
    private final RequestMemoryBudget memory;
    private final Executor executor;
    private final LongSupplier nanos;

    /**
     * Serves the groups that can be found.
     *
     * @param executor writes large answers
     * @param nanos a clock that never jumps
     */
    public InjectHandler(GroupLookup groups, RequestMemoryBudget memory, Executor executor, LongSupplier nanos) {
        this.groups = groups;
        this.memory = memory;
        this.executor = executor;
        this.nanos = nanos;
    }

    /** Adds {@code inject} and {@code inject-batch} below this path of a group, which ends with {@code {id}}. */
    void addTo(Routes routes, String group) {
        routes.post(group + "/inject")
                .summary("Sends an event to the pipeline that it is routed to")
                .body(InjectRequest.class)
                .answers(200, InjectRequest.Answer.class)
                .fails(404, 502, 503)
                .quickly(this::single)
                .handle(context -> respondAsync(context, RequestLimits.BODY_BYTES, this::single));
        routes.post(group + "/inject-batch")
                .summary("Sends many events, in their order for each pipeline; those that fail "
                        + "do not keep back the others")
                .body(InjectRequest.Batch.class)
                .body(InjectRequest.class, Route.JSON_LINES)
                .limit(RequestLimits.BATCH_BYTES)
                .answers(200, InjectRequest.BatchAnswer.class)
                .fails(404, 502, 503)
                .quickly(this::batch)
                .handle(context -> respondAsync(context, RequestLimits.BATCH_BYTES, this::batch));
    }

    private PendingInject single(FastRequestHead request) {
        InjectRouter<DeliveryQueue> router = router(request.parameter());
        return begun(request.length(), body -> {
            InjectedEvent event = InjectRequestParser.single(body, router.keys());
            DeliveryQueue queue = router.choose(event.type().name(), event.keys());
            return queue.deliver(List.of(event))
                    .thenApply(outcomes -> InjectResponseWriter.single(queue.slot(), outcomes.get(0)));
        });
    }

    private PendingInject batch(FastRequestHead request) {
        long begin = nanos.getAsLong();
        InjectRouter<DeliveryQueue> router = router(request.parameter());
        boolean lines = isJsonLines(request.contentType());
        return begun(request.length(), body -> {
            ParsedEventBatch batch = lines
                    ? InjectRequestParser.lines(body, router.keys())
                    : InjectRequestParser.batch(body, router.keys());
            CompletableFuture<List<DeliveryOutcome>> outcomes = EventDispatcher.deliver(router, batch);
            return outcomes.thenApply(of -> InjectResponseWriter.batch(of, (nanos.getAsLong() - begin) / 1000));
        });
    }

    private PendingInject begun(long length, Function<byte[], CompletableFuture<byte[]>> work) {
        return new PendingInject(memory.take(MEMORY_PER_BYTE * length), work);
    }

    private static boolean isJsonLines(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(Route.JSON_LINES);
    }

    private InjectRouter<DeliveryQueue> router(String id) {
        return groups.router(id)
                .orElseThrow(
                        () -> new ApiException(404, "group_not_found", "there is no pipeline group \"" + id + "\""));
    }

    /** A request whose memory is taken. */
    private record PendingInject(RequestMemoryBudget.Lease lease, Function<byte[], CompletableFuture<byte[]>> work)
            implements FastRequestProcessor.AcceptedRequest {

        @Override
        public CompletableFuture<byte[]> answer(byte[] body) {
            return work.apply(body);
        }

        @Override
        public void end() {
            lease.giveBack();
        }
    }

    private void respondAsync(Context context, int limit, FastRequestProcessor work) throws IOException {
        long announced = context.req().getContentLengthLong(); // the route has looked that it is within the limit
        FastRequestProcessor.AcceptedRequest begun = work.begin(new FastRequestHead(
                context.pathParam("id"),
                context.contentType(),
                announced < 0 ? limit : announced,
                context.ip(),
                context.header(ServiceHttpClient.KEY_HEADER)));
        boolean answering = false;
        try {
            CompletableFuture<byte[]> answer = begun.answer(HttpBodies.bytes(context, limit));
            CompletableFuture<?> written = answer.thenCompose(this::onBlockingExecutorIfLarge)
                    .thenAccept(json -> HttpBodies.answerBytes(context, 200, json))
                    .whenComplete((done, problem) -> begun.end());
            answering = true;
            context.future(() -> written);
        } finally {
            if (!answering) {
                begun.end();
            }
        }
    }

    private CompletableFuture<byte[]> onBlockingExecutorIfLarge(byte[] json) {
        return json.length <= MAX_NONBLOCKING_BYTES
                ? CompletableFuture.completedFuture(json)
                : CompletableFuture.supplyAsync(() -> json, executor);
    }
}
