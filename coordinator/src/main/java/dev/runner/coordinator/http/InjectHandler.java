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

    /** {@code POST /pipeline-groups/{id}/inject}. */
    public void inject(Context context) throws IOException {
        Router<DeliveryQueue> router = router(context);
        answerLater(context, Limits.BODY_BYTES, body -> {
            InjectedEvent event = EventBodies.single(body, router.keys());
            DeliveryQueue queue = router.choose(event.type().name(), event.keys());
            return queue.deliver(List.of(event))
                    .thenApply(outcomes -> InjectAnswers.single(queue.slot(), outcomes.get(0)));
        });
    }

    /** {@code POST /pipeline-groups/{id}/inject-batch}. */
    public void injectBatch(Context context) throws IOException {
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
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("application/x-ndjson");
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
        long announced = context.req().getContentLengthLong();
        if (announced > limit) {
            Exchange.bytes(context, limit); // refuses it
        }
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
