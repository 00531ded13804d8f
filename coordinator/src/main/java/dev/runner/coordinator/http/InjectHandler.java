package dev.runner.coordinator.http;

import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.coordinator.delivery.EventBodies;
import dev.runner.coordinator.delivery.GroupLookup;
import dev.runner.coordinator.delivery.InjectedEvent;
import dev.runner.coordinator.delivery.Injection;
import dev.runner.coordinator.delivery.Outcome;
import dev.runner.coordinator.delivery.RequestMemory;
import dev.runner.coordinator.delivery.ScannedBatch;
import dev.runner.coordinator.routing.Router;
import dev.runner.member.http.ApiException;
import dev.runner.member.http.Exchange;
import dev.runner.member.http.Route;
import dev.runner.member.http.Routes;
import dev.runner.protocol.Limits;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes events in from clients. No thread waits for the worker: the answer is written where the worker's is read, but
 * for a large one, which might have to wait for a slow client.
 */
public final class InjectHandler {

    /** Jetty writes so much without waiting for the client: it fits into the buffer that it gathers answers in. */
    private static final int QUICKLY_WRITTEN = 4 << 10;

    /** A body, and about as much again for what is made of it. */
    private static final int MEMORY_PER_BYTE = 2;

    private final GroupLookup groups;
    private final RequestMemory memory;
    private final Executor executor;
    private final LongSupplier nanos;

    /**
     * Serves the groups that can be found.
     *
     * @param executor writes large answers
     * @param nanos a clock that never jumps
     */
    public InjectHandler(GroupLookup groups, RequestMemory memory, Executor executor, LongSupplier nanos) {
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
                .handle(this::inject);
        routes.post(group + "/inject-batch")
                .summary(
                        "Sends many events, in their order for each pipeline; those that fail do not keep back the others")
                .body(InjectRequest.Batch.class)
                .body(InjectRequest.class, Route.JSON_LINES)
                .limit(Limits.BATCH_BYTES)
                .answers(200, InjectRequest.BatchAnswer.class)
                .fails(404, 502, 503)
                .handle(this::injectBatch);
    }

    private void inject(Context context) throws IOException {
        Router<DeliveryQueue> router = router(context);
        answerLater(context, Limits.BODY_BYTES, body -> {
            InjectedEvent event = EventBodies.single(body, router.keys());
            DeliveryQueue queue = router.choose(event.type().name(), event.keys());
            return queue.deliver(List.of(event))
                    .thenApply(outcomes -> InjectAnswers.single(queue.slot(), outcomes.get(0)));
        });
    }

    private void injectBatch(Context context) throws IOException {
        long begin = nanos.getAsLong();
        Router<DeliveryQueue> router = router(context);
        boolean lines = areLines(context.contentType());
        answerLater(context, Limits.BATCH_BYTES, body -> {
            ScannedBatch batch =
                    lines ? EventBodies.lines(body, router.keys()) : EventBodies.batch(body, router.keys());
            CompletableFuture<List<Outcome>> outcomes = Injection.deliver(router, batch);
            return outcomes.thenApplyAsync(of -> InjectAnswers.batch(of, (nanos.getAsLong() - begin) / 1000), executor);
        });
    }

    private static boolean areLines(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(Route.JSON_LINES);
    }

    private Router<DeliveryQueue> router(Context context) {
        String id = context.pathParam("id");
        return groups.router(id)
                .orElseThrow(
                        () -> new ApiException(404, "group_not_found", "there is no pipeline group \"" + id + "\""));
    }

    /** Makes the answer's body of the request's. */
    @FunctionalInterface
    private interface Work {
        CompletableFuture<byte[]> begin(byte[] body);
    }

    private void answerLater(Context context, int limit, Work work) throws IOException {
        long announced = context.req().getContentLengthLong(); // the route has looked that it is within the limit
        RequestMemory.Lease lease = memory.take(MEMORY_PER_BYTE * (announced < 0 ? limit : announced));
        boolean begun = false;
        try {
            CompletableFuture<byte[]> answer = work.begin(Exchange.bytes(context, limit));
            CompletableFuture<?> written = answer.thenCompose(this::whereItMayWait)
                    .thenAccept(json -> Exchange.answerBytes(context, 200, json))
                    .whenComplete((done, problem) -> lease.giveBack());
            begun = true;
            context.future(() -> written);
        } finally {
            if (!begun) {
                lease.giveBack();
            }
        }
    }

    private CompletableFuture<byte[]> whereItMayWait(byte[] json) {
        return json.length <= QUICKLY_WRITTEN
                ? CompletableFuture.completedFuture(json)
                : CompletableFuture.supplyAsync(() -> json, executor);
    }
}
