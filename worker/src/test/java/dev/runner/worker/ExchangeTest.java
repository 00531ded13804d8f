package dev.runner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.worker.TestWorkers.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two workers whose pipelines send to each other, while somebody moves them as a coordinator would. */
@Timeout(60)
@Tag("V27")
class ExchangeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BATCH = 20;
    private static final int ROUNDS = 6;
    /** More than a round needs; so many that on most machines they come without a break while things move. */
    private static final int BATCHES_PER_ROUND = 1_500;
    /** More than is ever sent, so that it is full only when zeros fill it up. */
    private static final int WINDOW = 200_000;

    private static final int CHUNK = 50_000;
    private static final String EACH = "stream A = X .emit(v: v)";
    private static final String SUM =
            "stream S = A .window(count, %d) .aggregate(n: count(), d: count_distinct(v), total: sum(v)) .emit(n: n, d: d, total: total)";

    @TempDir
    private Path directory;

    private TestWorkers workers;
    private List<Worker> members;

    /** Where a place in the group is at this moment. */
    private record Where(Worker worker, String id, long epoch) {}

    @BeforeEach
    void start() throws IOException {
        workers = new TestWorkers(directory);
        members = List.of(workers.member(), workers.member());
        await().until(() -> members.stream().allMatch(Worker::isReady));
    }

    @AfterEach
    void stop() {
        workers.close();
    }

    private static String exchangeUrl(Worker worker) {
        var door = worker.server().secondaryPort();
        return door == null ? "" : door.url();
    }

    private static Map<String, Object> links(long version, @Nullable Where target) {
        Map<String, Object> replica = new LinkedHashMap<>(Map.of("pipeline", "sum"));
        if (target != null) {
            replica.put("pipeline_id", target.id());
            replica.put("url", exchangeUrl(target.worker()));
        }
        return Map.of(
                "version",
                version,
                "links",
                List.of(Map.of("pipeline", "sum", "event_types", List.of("*"), "replicas", List.of(replica))));
    }

    private Where deploy(Worker worker, String place, String source, long epoch, @Nullable Map<String, Object> links)
            throws Exception {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", place);
        request.put("source", source);
        request.put("assignment", Map.of("group_id", "g", "group_name", "group", "pipeline", place, "epoch", epoch));
        if (links != null) {
            request.put("links", links);
        }
        return new Where(worker, workers.deploy(worker, request), epoch);
    }

    private Where move(Where from, Worker to, String place, String source, @Nullable Map<String, Object> links)
            throws Exception {
        Reply checkpoint =
                workers.send(from.worker(), "POST", "/pipelines/" + from.id() + "/checkpoint", "{\"freeze\":true}");
        Where now = deploy(to, place, source, from.epoch() + 1, links);
        Reply restored = workers.send(to, "POST", "/pipelines/" + now.id() + "/restore", checkpoint.body());
        assertThat(restored.status()).as(restored.body()).isEqualTo(200);
        return now;
    }

    private void delete(Where place) throws Exception {
        workers.send(place.worker(), "DELETE", "/pipelines/" + place.id(), "");
    }

    private Reply events(Where place, String body) throws Exception {
        return workers.send(place.worker(), "POST", "/pipelines/" + place.id() + "/events-batch", body);
    }

    private static String batch(int from) {
        return IntStream.range(from, from + BATCH)
                .mapToObj(i ->
                        "{\"event_type\":\"X\",\"event_id\":\"@test:" + (i + 1) + "\",\"fields\":{\"v\":" + i + "}}")
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    private int figure(Where place, String name) throws Exception {
        return Integer.parseInt(workers.send(place.worker(), "GET", "/pipelines/" + place.id() + "/metrics", "")
                .get(name));
    }

    /**
     * Sends batch after batch, as many as it is allowed, each until it was accepted and then once more, and returns how
     * many events these were.
     */
    private final class Injector implements AutoCloseable {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Semaphore allowed = new Semaphore(0);
        private final AtomicInteger sent = new AtomicInteger();
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final CompletableFuture<Void> end;
        private volatile Where source;

        Injector(Where source) {
            this.source = source;
            this.end = CompletableFuture.runAsync(this::run, thread);
        }

        private void run() {
            try {
                for (allowed.acquire(); !stopped.get(); allowed.acquire()) {
                    String body = batch(sent.get());
                    while (!accepted(body)) {
                        // frozen, gone, or full: again, as a coordinator would
                    }
                    events(source, body);
                    sent.addAndGet(BATCH);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private boolean accepted(String body) throws Exception {
            Reply reply = events(source, body);
            return reply.status() == 200 && reply.get("events_accepted").equals(String.valueOf(BATCH));
        }

        void allow(int batches) {
            allowed.release(batches);
        }

        int stop() {
            stopped.set(true);
            allow(1);
            end.join();
            return sent.get();
        }

        @Override
        public void close() {
            stopped.set(true);
            thread.shutdownNow();
        }
    }

    @Test
    @Tag("V39")
    @Tag("P7")
    void eachEventIsProcessedOnceWhileBothEndsMove() throws Exception {
        String sum = String.format(SUM, WINDOW);
        Where target = deploy(members.get(1), "sum", sum, 1, null);
        long version = 1;
        Where source = deploy(members.get(0), "each", EACH, 1, links(version, target));
        List<Integer> seen = new ArrayList<>();
        int sent;
        try (Injector injector = new Injector(source)) {
            for (int round = 0; round < ROUNDS; round++) {
                injector.allow(BATCHES_PER_ROUND);
                int before = figure(target, "events_processed");
                Where now = target;
                await().atMost(PATIENCE).until(() -> figure(now, "events_processed") > before + 200);
                Worker other = members.get(round % 2);
                Where moved = move(target, other, "sum", sum, null);
                version++;
                String request = TestWorkers.text(Map.of("epoch", source.epoch(), "links", links(version, moved)));
                assertThat(workers.send(source.worker(), "PUT", "/pipelines/" + source.id() + "/links", request)
                                .status())
                        .isEqualTo(200);
                if (other != target.worker()) {
                    delete(target);
                }
                target = moved;

                Worker elsewhere = members.get(round % 2);
                Where movedSource = move(source, elsewhere, "each", EACH, links(version, target));
                injector.source = movedSource;
                if (elsewhere != source.worker()) {
                    delete(source);
                }
                source = movedSource;
                seen.add(figure(target, "events_processed"));
            }
            sent = injector.stop();
        }
        Where last = target;
        await().atMost(PATIENCE).until(() -> figure(last, "events_processed") >= sent);

        assertThat(figure(last, "events_processed")).isEqualTo(sent);
        assertThat(figure(source, "events_processed")).isEqualTo(sent);
        assertThat(figure(source, "outbox")).isZero();
        assertThat(seen).isSorted();
        assertThat(totals(last, sent)).containsExactly((long) sent, (long) sent, (long) sent * (sent - 1) / 2);
    }

    /** How many values the target has seen, how many different ones, and their sum: zeros fill its window up. */
    private List<Long> totals(Where target, int sent) throws Exception {
        String last = "";
        for (int missing = WINDOW - sent; missing > 0; missing -= CHUNK) {
            String body = "{\"event_type\":\"A\",\"fields\":{\"v\":0}}\n".repeat(Math.min(CHUNK, missing));
            last = lines(target, body).body();
        }
        Matcher output =
                Pattern.compile("\"n\":(\\d+),\"d\":(\\d+),\"total\":(\\d+)").matcher(last);
        assertThat(output.find()).as(last).isTrue();
        return List.of(
                Long.parseLong(output.group(1)) - (WINDOW - sent),
                Long.parseLong(output.group(2)),
                Long.parseLong(output.group(3)));
    }

    private Reply lines(Where place, String body) throws Exception {
        String path = "/pipelines/" + place.id() + "/events-batch";
        return workers.send(place.worker(), "POST", path, body, "application/x-ndjson");
    }

    @Test
    void waitsWhileTheTargetRunsNowhereAndTellsWhenItsOutboxIsFull() throws Exception {
        Where source = deploy(members.get(0), "each", EACH, 1, links(1, null));
        String body = "{\"event_type\":\"X\",\"fields\":{\"v\":1}}\n".repeat(10_005);
        Reply reply = lines(source, body);
        assertThat(reply.get("events_accepted")).isEqualTo("10000");
        assertThat(events(source, batch(0)).code()).isEqualTo("503 outbox_full");

        Where target = deploy(members.get(1), "sum", String.format(SUM, 10_000), 1, null);
        workers.send(
                source.worker(),
                "PUT",
                "/pipelines/" + source.id() + "/links",
                TestWorkers.text(Map.of("epoch", 1, "links", links(2, target))));
        await().until(() -> figure(target, "events_processed") == 10_000);
        assertThat(figure(target, "outputs")).isEqualTo(1);
        assertThat(figure(source, "outbox")).isZero();
    }

    @Test
    void goesOnWhenAFrozenTargetIsResumed() throws Exception {
        Where target = deploy(members.get(1), "sum", String.format(SUM, 5), 1, null);
        Where source = deploy(members.get(0), "each", EACH, 1, links(1, target));
        workers.send(target.worker(), "POST", "/pipelines/" + target.id() + "/checkpoint", "{\"freeze\":true}");
        events(source, batch(0));
        assertThat(figure(source, "outbox")).isEqualTo(BATCH);

        workers.send(target.worker(), "POST", "/pipelines/" + target.id() + "/resume", "{\"epoch\":1}");
        await().until(() -> figure(target, "events_processed") == BATCH);
        await().until(() -> figure(source, "outbox") == 0);
    }

    @Test
    void anEventInARingIsDroppedInTheEnd() throws Exception {
        Where back = deploy(members.get(1), "back", "stream A = B .emit(v: v)", 1, null);
        Where here = deploy(members.get(0), "here", "stream B = A .emit(v: v)", 1, links(1, back));
        workers.send(
                back.worker(),
                "PUT",
                "/pipelines/" + back.id() + "/links",
                TestWorkers.text(Map.of("epoch", 1, "links", links(1, here))));
        String event = "{\"event_type\":\"A\",\"fields\":{\"v\":1}}";
        workers.send(here.worker(), "POST", "/pipelines/" + here.id() + "/events", event);

        await().until(() -> figure(here, "dropped_hops") == 1);
        assertThat(figure(here, "events")).isEqualTo(6);
        assertThat(figure(back, "events")).isEqualTo(5);
    }

    @Test
    void letsInWhoKnowsTheKeyAndAnswersNothingElseThere() throws Exception {
        Where target = deploy(members.get(1), "sum", "stream S = A .emit(v: v)", 1, null);
        String door = exchangeUrl(target.worker());
        String exchange = door + "/api/v1/exchange";
        String body = "{\"pipeline_id\":\"" + target.id()
                + "\",\"events\":[{\"event_id\":\"@x:1\",\"event_type\":\"A\",\"fields\":{\"v\":1},\"hops\":1}]}";

        assertThat(workers.exchange(exchange, "wrong", body).code()).isEqualTo("401 unauthorized");
        for (int i = 0; i < 2; i++) {
            assertThat(workers.exchange(exchange, TestWorkers.EXCHANGE_KEY, body)
                            .body())
                    .isEqualTo("{\"accepted\":1}");
        }
        assertThat(figure(target, "events_processed")).isEqualTo(1);
        assertThat(workers.exchange(exchange, TestWorkers.EXCHANGE_KEY, body.replace(target.id(), "none"))
                        .code())
                .isEqualTo("404 pipeline_not_found");
        assertThat(workers.exchange(
                                exchange,
                                TestWorkers.EXCHANGE_KEY,
                                "{\"pipeline_id\":\"x\",\"events\":[{\"event_type\":\"A\"}]}")
                        .get("error"))
                .isEqualTo("event_id is required");
        assertThat(workers.exchange(door + "/api/v1/restart", TestWorkers.EXCHANGE_KEY, "")
                        .status())
                .isEqualTo(404);
        assertThat(workers.exchange(
                                target.worker().server().bound().url() + "/api/v1/exchange",
                                TestWorkers.EXCHANGE_KEY,
                                body)
                        .status())
                .isEqualTo(200);
    }
}
