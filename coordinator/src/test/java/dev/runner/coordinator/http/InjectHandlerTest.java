package dev.runner.coordinator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.delivery.HttpWorkerEventClient;
import dev.runner.coordinator.routing.InjectRouter;
import dev.runner.http.ApiException;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpServer;
import dev.runner.service.MonotonicClock;
import dev.runner.service.SingleThreadScheduler;
import dev.runner.service.TaskScheduler;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a client to workers and back, all over HTTP. */
@Timeout(60)
class InjectHandlerTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    /** Longer than a busy machine keeps a call waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final DeliverySettings SETTINGS = new DeliverySettings(
            1000, 1 << 20, 20_000, 64 << 20, PATIENCE, Duration.ofMillis(5), Duration.ofMillis(20));

    private final HttpClient http = HttpClient.newHttpClient();
    private final SingleThreadScheduler thread = new SingleThreadScheduler("delivery");
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private final StubEventWorker first = new StubEventWorker("worker-0");
    private final StubEventWorker second = new StubEventWorker("worker-1");
    private HttpServer server;
    private DeliveryQueueRegistry deliveries;
    private DeliveryQueue one;
    private DeliveryQueue other;

    @BeforeEach
    void start() throws IOException {
        start(thread, new MonotonicClock());
    }

    private void start(TaskScheduler schedule, Clock clock) throws IOException {
        server = HttpServer.open(BindAddress.of("127.232.255.1", 0));
        int[] source = {0};
        deliveries = new DeliveryQueueRegistry(
                new HttpWorkerEventClient(server.client(), PATIENCE),
                schedule,
                clock,
                () -> "s" + source[0]++,
                SETTINGS);
        one = deliveries.queue("a", target -> gone.add(target.workerId()));
        other = deliveries.queue("b#0", target -> gone.add(target.workerId()));
        InjectRouter<DeliveryQueue> router = new InjectRouter<>(
                List.of(
                        new InjectRouter.Target<>("a", null, List.of(one)),
                        new InjectRouter.Target<>("b", null, List.of(other))),
                List.of(new InjectRouter.Route(List.of("EventB*"), "b")));
        InjectHandler handler =
                new InjectHandler(id -> id.equals("g1") ? Optional.of(router) : Optional.empty(), System::nanoTime);
        server.serve(ApiKey.NONE, routes -> handler.addTo(routes, "/groups/{id}"));
        one.open(first.deployment());
        other.open(second.deployment());
    }

    @AfterEach
    void stop() {
        server.stop();
        first.stop();
        second.stop();
        thread.stop();
    }

    private HttpRequest request(String path, String type, String body) {
        return HttpRequest.newBuilder(URI.create(server.bound().url() + "/groups/" + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(UTF_8)))
                .build();
    }

    private JsonNode post(int status, String path, String type, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(path, type, body), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        return MAPPER.readTree(response.body());
    }

    private JsonNode inject(int status, String body) throws IOException, InterruptedException {
        return post(status, "g1/inject", "application/json", body);
    }

    @Test
    @Tag("V23")
    @Tag("V25")
    void anInjectedEventIsAnsweredAsWritten() throws IOException, InterruptedException {
        JsonNode answer = inject(200, "{\"event_type\":\"EventA\",\"fields\":{\"v\":1}}");
        assertThat(answer)
                .isEqualTo(MAPPER.readTree("{\"routed_to\":\"a\",\"worker_id\":\"worker-0\",\"worker_response\":"
                        + "{\"accepted\":true,\"output_events\":[{\"event_type\":\"Out\",\"of\":\"EventA\"}]}}"));
        answer = inject(200, "{\"event_type\":\"EventB1\"}");
        assertThat(answer.get("routed_to").asText()).isEqualTo("b#0");
        assertThat(answer.get("worker_id").asText()).isEqualTo("worker-1");
    }

    @Test
    @Tag("V23")
    void anEventIdIsPassedOnAndOneIsMadeWhereThereIsNone() throws IOException, InterruptedException {
        inject(200, "{\"event_type\":\"EventA\",\"event_id\":\"mine\"}");
        inject(200, "{\"event_type\":\"EventA\"}");
        inject(200, "{\"event_type\":\"EventA\"}");
        assertThat(first.seen()).containsExactly("mine", "@s0:1", "@s0:2");
    }

    @Test
    @Tag("V43")
    void errorsHaveTheirStatusAndCode() throws IOException, InterruptedException {
        assertThat(post(404, "none/inject", "application/json", "{}")
                        .get("code")
                        .asText())
                .isEqualTo("group_not_found");
        assertThat(inject(400, "{\"event_type\":\"A\",\"event_id\":\"@s:1\"}")
                        .get("error")
                        .asText())
                .contains("@");
        assertThat(inject(400, "{").get("code").asText()).isEqualTo("bad_request");
        String large = "{\"event_type\":\"A\",\"fields\":{\"v\":\"" + "x".repeat(1 << 20) + "\"}}";
        assertThat(inject(413, large).get("code").asText()).isEqualTo("body_too_large");
    }

    @Test
    @Tag("V36")
    void withoutWorkersInjectSaysSoAtOnce() throws IOException, InterruptedException {
        one.refuse(() -> new ApiException(503, "no_workers_available", "no worker is ready"));
        assertThat(inject(503, "{\"event_type\":\"A\"}").get("code").asText()).isEqualTo("no_workers_available");
        String batch = "{\"events\":[{\"event_type\":\"A\"},{\"event_type\":\"A\"}]}";
        assertThat(post(503, "g1/inject-batch", "application/json", batch)
                        .get("code")
                        .asText())
                .isEqualTo("no_workers_available");
    }

    @Test
    @Tag("V16")
    @Tag("V43")
    void aWorkerThatNeverAnswersIsARoutingFailure() throws IOException {
        server.stop();
        ManualClock clock = new ManualClock();
        ManualTaskScheduler schedule = new ManualTaskScheduler(clock);
        start(schedule, clock);
        first.hang();
        CompletableFuture<HttpResponse<String>> sent = http.sendAsync(
                request("g1/inject", "application/json", "{\"event_type\":\"EventA\"}"),
                HttpResponse.BodyHandlers.ofString());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(first.seen()).containsExactly("@s0:1"));

        assertThat(schedule.runNext()).isEqualTo(PATIENCE);

        JsonNode answer = MAPPER.readTree(sent.join().body());
        assertThat(sent.join().statusCode()).isEqualTo(502);
        assertThat(answer.get("code").asText()).isEqualTo("routing_failed");
        assertThat(answer.get("error").asText()).contains("may have been processed");
    }

    @Test
    @Tag("V36")
    void aWorkerThatIsGoneIsToldAndAnotherOneTakesTheEvent() throws IOException, InterruptedException {
        first.stop();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                request("g1/inject", "application/json", "{\"event_type\":\"EventA\"}"),
                HttpResponse.BodyHandlers.ofString());
        await().atMost(PATIENCE).until(() -> gone.contains("worker-0"));
        one.hold().join();
        one.open(second.deployment());
        assertThat(answer.join().body()).contains("\"worker_id\":\"worker-1\"");
    }

    @Test
    @Tag("V23b")
    void aBatchGoesToAllItsPipelinesAndItsOutputsComeBackInItsOrder() throws IOException, InterruptedException {
        JsonNode answer = post(
                200,
                "g1/inject-batch",
                "application/json",
                "{\"events\":[{\"event_type\":\"EventB1\"},{\"event_type\":\"EventA\"},{\"fields\":{}},"
                        + "{\"event_type\":\"EventB2\"},{\"event_type\":\"None\"}]}");
        assertThat(answer.get("events_sent").asInt()).isEqualTo(4);
        assertThat(answer.get("events_failed").asInt()).isEqualTo(1);
        assertThat(answer.get("output_events").findValuesAsText("of")).containsExactly("EventB1", "EventA", "EventB2");
        assertThat(answer.get("errors")).hasSize(1);
        assertThat(answer.get("errors").get(0).asText()).isEqualTo("event 2: event_type is required");
        assertThat(answer.get("processing_time_us").asLong()).isPositive();
    }

    @Test
    @Tag("V23b")
    void ofJsonLinesTheMalformedOnesFailAlone() throws IOException, InterruptedException {
        JsonNode answer = post(
                200,
                "g1/inject-batch",
                "application/x-ndjson",
                "{\"event_type\":\"EventA\"}\nnonsense\n\n{\"event_type\":\"EventB\"}\n");
        assertThat(answer.get("events_sent").asInt()).isEqualTo(2);
        assertThat(answer.get("errors").get(0).asText()).startsWith("event 1: not valid JSON");
    }

    @Test
    @Tag("V23b")
    void ofABatchThePartWithoutAWorkerFailsAlone() throws IOException, InterruptedException {
        other.refuse(() -> new ApiException(503, "no_workers_available", "no worker is ready"));
        JsonNode answer = post(
                200,
                "g1/inject-batch",
                "application/json",
                "{\"events\":[{\"event_type\":\"EventB\"},{\"event_type\":\"EventB\"},{\"event_type\":\"EventA\"}]}");
        assertThat(answer.get("events_sent").asInt()).isEqualTo(1);
        assertThat(answer.get("events_failed").asInt()).isEqualTo(2);
        assertThat(answer.get("errors").get(0).asText()).isEqualTo("events 0 to 1: no worker is ready");
    }

    @Test
    @Tag("V23b")
    void largeBatchesGoInSeveralCallsAndNothingIsLost() throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            lines.append("{\"event_type\":\"")
                    .append(i % 2 == 0 ? "EventA" : "EventB")
                    .append("\"}\n");
        }
        JsonNode answer = post(200, "g1/inject-batch", "application/x-ndjson", lines.toString());
        assertThat(answer.get("events_sent").asInt()).isEqualTo(5000);
        assertThat(answer.get("output_events")).hasSize(5000);
        assertThat(first.seen()).hasSize(2500).doesNotHaveDuplicates();
        assertThat(second.seen()).hasSize(2500).doesNotHaveDuplicates();
    }

    @Test
    void eventsThatComeTogetherShareCallsAndEachHasItsOwnAnswer() {
        first.answerSlowly();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 200)
                .mapToObj(i -> http.sendAsync(
                        request("g1/inject", "application/json", "{\"event_type\":\"Event" + i + "\"}"),
                        HttpResponse.BodyHandlers.ofString()))
                .toList();
        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i).join().body()).contains("\"of\":\"Event" + i + "\"");
        }
        assertThat(deliveries.counters().calls()).isLessThan(200);
        assertThat(first.seen()).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    @Tag("V39")
    void injectsWaitWhileASlotMoves() throws IOException {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        StubEventWorker[] workers = {first, second};
        for (int round = 1; round <= 10; round++) {
            for (int i = 0; i < 20; i++) {
                answers.add(http.sendAsync(
                        request("g1/inject", "application/json", "{\"event_type\":\"EventA\"}"),
                        HttpResponse.BodyHandlers.ofString()));
            }
            one.hold().join();
            one.open(workers[round % 2].deployment());
        }
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        List<String> all = new ArrayList<>(first.seen());
        all.addAll(second.seen());
        assertThat(all).hasSize(200).doesNotHaveDuplicates();
    }
}
