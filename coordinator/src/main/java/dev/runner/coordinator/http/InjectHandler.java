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
import dev.runner.http.ApiException;
import dev.runner.http.Exchange;
import dev.runner.http.MemberClient;
import dev.runner.http.QuickRequest;
import dev.runner.http.QuickWork;
import dev.runner.http.Route;
import dev.runner.http.Routes;
import dev.runner.protocol.Limits;
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

    /** On the servlet's way, Jetty writes so much without waiting for the client: it fits into the buffer that it gathers answers in. */
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
                .quickly(this::single)
                .handle(context -> answerLater(context, Limits.BODY_BYTES, this::single));
        routes.post(group + "/inject-batch")
                .summary(
                        "Sends many events, in their order for each pipeline; those that fail do not keep back the others")
                .body(InjectRequest.Batch.class)
                .body(InjectRequest.class, Route.JSON_LINES)
                .limit(Limits.BATCH_BYTES)
                .answers(200, InjectRequest.BatchAnswer.class)
                .fails(404, 502, 503)
                .quickly(this::batch)
                .handle(context -> answerLater(context, Limits.BATCH_BYTES, this::batch));
    }

    private Injecting single(QuickRequest request) {
        Router<DeliveryQueue> router = router(request.parameter());
        return begun(request.length(), body -> {
            InjectedEvent event = EventBodies.single(body, router.keys());
            DeliveryQueue queue = router.choose(event.type().name(), event.keys());
            return queue.deliver(List.of(event))
                    .thenApply(outcomes -> InjectAnswers.single(queue.slot(), outcomes.get(0)));
        });
    }

    private Injecting batch(QuickRequest request) {
        long begin = nanos.getAsLong();
        Router<DeliveryQueue> router = router(request.parameter());
        boolean lines = areLines(request.contentType());
        return begun(request.length(), body -> {
            ScannedBatch batch =
                    lines ? EventBodies.lines(body, router.keys()) : EventBodies.batch(body, router.keys());
            CompletableFuture<List<Outcome>> outcomes = Injection.deliver(router, batch);
            return outcomes.thenApply(of -> InjectAnswers.batch(of, (nanos.getAsLong() - begin) / 1000));
        });
    }

    private Injecting begun(long length, Function<byte[], CompletableFuture<byte[]>> work) {
        return new Injecting(memory.take(MEMORY_PER_BYTE * length), work);
    }

    private static boolean areLines(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(Route.JSON_LINES);
    }

    private Router<DeliveryQueue> router(String id) {
        return groups.router(id)
                .orElseThrow(
                        () -> new ApiException(404, "group_not_found", "there is no pipeline group \"" + id + "\""));
    }

    /** A request whose memory is taken. */
    private record Injecting(RequestMemory.Lease lease, Function<byte[], CompletableFuture<byte[]>> work)
            implements QuickWork.Begun {

        @Override
        public CompletableFuture<byte[]> answer(byte[] body) {
            return work.apply(body);
        }

        @Override
        public void end() {
            lease.giveBack();
        }
    }

    private void answerLater(Context context, int limit, QuickWork work) throws IOException {
        long announced = context.req().getContentLengthLong(); // the route has looked that it is within the limit
        QuickWork.Begun begun = work.begin(new QuickRequest(
                context.pathParam("id"),
                context.contentType(),
                announced < 0 ? limit : announced,
                context.ip(),
                context.header(MemberClient.KEY_HEADER)));
        boolean answering = false;
        try {
            CompletableFuture<byte[]> answer = begun.answer(Exchange.bytes(context, limit));
            CompletableFuture<?> written = answer.thenCompose(this::whereItMayWait)
                    .thenAccept(json -> Exchange.answerBytes(context, 200, json))
                    .whenComplete((done, problem) -> begun.end());
            answering = true;
            context.future(() -> written);
        } finally {
            if (!answering) {
                begun.end();
            }
        }
    }

    private CompletableFuture<byte[]> whereItMayWait(byte[] json) {
        return json.length <= QUICKLY_WRITTEN
                ? CompletableFuture.completedFuture(json)
                : CompletableFuture.supplyAsync(() -> json, executor);
    }
}
