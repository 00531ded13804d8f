package dev.runner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.http.Route;
import dev.runner.protocol.RequestLimits;
import dev.runner.worker.TestWorkers.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@Tag("V44")
@Tag("V3")
class PipelineApiTest {

    private static final String EACH = "stream A = X .emit(v: v)";

    @TempDir
    private Path directory;

    private TestWorkers workers;
    private Worker worker;

    @BeforeEach
    void start() throws IOException {
        workers = new TestWorkers(directory);
        worker = workers.alone(3);
    }

    @AfterEach
    void stop() {
        workers.close();
    }

    private Reply post(String path, String body) throws Exception {
        return workers.send(worker, "POST", path, body);
    }

    private Reply get(String path) throws Exception {
        return workers.send(worker, "GET", path, "");
    }

    private static String event(int v) {
        return "{\"event_type\":\"X\",\"fields\":{\"v\":" + v + "}}";
    }

    @Test
    void deploysListsShowsAndDeletes() throws Exception {
        Reply deployed = post("/pipelines", "{\"name\":\"p\",\"source\":\"" + EACH + "\"}");
        assertThat(deployed.status()).isEqualTo(201);
        String id = deployed.get("id");
        assertThat(deployed.json()).containsEntry("name", "p").containsEntry("status", "running");

        assertThat(get("/pipelines").body()).contains("\"total\":1", id);
        assertThat(get("/pipelines/" + id).get("events_processed")).isEqualTo("0");
        assertThat(workers.send(worker, "DELETE", "/pipelines/" + id, "").json())
                .containsEntry("deleted", true);
        assertThat(get("/pipelines/" + id).code()).isEqualTo("404 pipeline_not_found");
        assertThat(get("/pipelines").body()).contains("\"total\":0");
    }

    @Test
    void everyPathSaysWhenThereIsNoSuchPipeline() throws Exception {
        String epoch = "{\"epoch\":1}";
        Map<String, String> bodies = Map.of(
                "/events", event(1),
                "/events-batch", "{\"events\":[]}",
                "/checkpoint", "",
                "/restore", "{\"checkpoint\":{\"run\":{}}}",
                "/resume", epoch);
        for (Map.Entry<String, String> each : bodies.entrySet()) {
            assertThat(post("/pipelines/none" + each.getKey(), each.getValue()).code())
                    .as(each.getKey())
                    .isEqualTo("404 pipeline_not_found");
        }
        for (String path : List.of("", "/metrics", "/logs")) {
            assertThat(get("/pipelines/none" + path).code()).as(path).isEqualTo("404 pipeline_not_found");
        }
        assertThat(workers.send(worker, "PUT", "/pipelines/none/links", "{}").code())
                .isEqualTo("404 pipeline_not_found");
    }

    @Test
    @Tag("P4")
    void answersAnEventWithItsOutputs() throws Exception {
        String id = workers.deploy(worker, "stream A = EventA .emit(result: \"ok\")");

        assertThat(post("/pipelines/" + id + "/events", "{\"event_type\":\"EventA\"}")
                        .body())
                .isEqualTo("{\"accepted\":true,\"output_events\":[{\"event_type\":\"A\",\"result\":\"ok\"}]}");
        assertThat(post("/pipelines/" + id + "/events", "{\"event_type\":\"Other\",\"fields\":{}}")
                        .body())
                .isEqualTo("{\"accepted\":true,\"output_events\":[]}");
    }

    @Test
    @Tag("V43")
    void halfASurrogatePairInAFieldComesBackAsItWas() throws Exception {
        String id = workers.deploy(worker, "stream A = X .emit(v: v, own: \"\\ud83d\")");
        String field = "\"a\\ud83d\\u0000\"";
        Reply reply = post(
                "/pipelines/" + id + "/events", "{\"event_type\":\"X\",\"fields\":{\"v\":{\"k\":[" + field + "]}}}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .containsIgnoringCase("\"v\":{\"k\":[" + field + "]}")
                .containsIgnoringCase("\"own\":\"\\ud83d\"");
        assertThat(post("/pipelines/" + id + "/checkpoint", "{}").status()).isEqualTo(200);
        assertThat(post("/pipelines/" + id + "/events", event(1)).body()).contains("\"v\":1");
    }

    @Test
    void aRepeatIsADuplicate() throws Exception {
        String id = workers.deploy(worker, EACH);
        String event = "{\"event_type\":\"X\",\"fields\":{\"v\":1},\"event_id\":\"e1\"}";

        assertThat(post("/pipelines/" + id + "/events", event).json()).doesNotContainKey("duplicate");
        assertThat(post("/pipelines/" + id + "/events", event).body())
                .isEqualTo("{\"accepted\":true,\"output_events\":[],\"duplicate\":true}");
    }

    @Test
    @Tag("V23b")
    void takesABatchAsOneObjectOrAsLines() throws Exception {
        String id = workers.deploy(worker, EACH);
        String path = "/pipelines/" + id + "/events-batch";

        Reply object = post(path, "{\"events\":[" + event(1) + "," + event(2) + "]}");
        assertThat(object.body())
                .startsWith("{\"events_accepted\":2,\"duplicates\":0,\"output_events\":[{\"event_type\":\"A\",\"v\":1},"
                        + "{\"event_type\":\"A\",\"v\":2}],\"processing_time_us\":");
        Reply lines = workers.send(
                worker, "POST", path + "?outputs=per-event", event(1) + "\n" + event(2) + "\n", "application/x-ndjson");
        assertThat(lines.body())
                .startsWith("{\"events_accepted\":2,\"duplicates\":0,\"outputs\":[[{\"event_type\":\"A\",\"v\":1}],"
                        + "[{\"event_type\":\"A\",\"v\":2}]],");
    }

    @Test
    void aBatchWithAMalformedEventIsNotProcessedAtAll() throws Exception {
        String id = workers.deploy(worker, EACH);

        Reply reply = post("/pipelines/" + id + "/events-batch", "{\"events\":[" + event(1) + ",{}]}");
        assertThat(reply.code()).isEqualTo("400 bad_request");
        assertThat(reply.get("error")).isEqualTo("events[1]: event_type is required");
        assertThat(get("/pipelines/" + id).get("events_processed")).isEqualTo("0");
    }

    @Test
    @Tag("V43")
    void refusesBodiesThatAreNotRight() throws Exception {
        String id = workers.deploy(worker, EACH);
        String events = "/pipelines/" + id + "/events";
        for (String body : List.of("", "[]", "{", "{\"event_type\":\"X\"} {}", "\u0000", "{\"event_type\":\"X\",}")) {
            assertThat(post(events, body).code()).as(body).isEqualTo("400 bad_request");
        }
        for (String body : List.of("", "[]", "{}", "{\"events\":1}", "{\"events\":[1]}")) {
            assertThat(post(events + "-batch", body).code()).as(body).isEqualTo("400 bad_request");
        }
        for (String body :
                List.of("", "[]", "{}", "{\"checkpoint\":{}}", "{\"checkpoint\":{\"run\":{},\"seen\":[]}}")) {
            assertThat(post("/pipelines/" + id + "/restore", body).code())
                    .as(body)
                    .isEqualTo("400 bad_checkpoint");
        }
        assertThat(post("/pipelines", "{\"source\":\"\"}").code()).isEqualTo("400 bad_request");
        assertThat(post("/pipelines/" + id + "/resume", "{}").code()).isEqualTo("400 bad_request");
        assertThat(post("/pipelines/" + id + "/checkpoint", "{\"since\":\"x\"}").code())
                .isEqualTo("400 bad_request");
        assertThat(post(events, "[".repeat(100_000)).code()).isEqualTo("400 bad_request");
    }

    /**
     * Bytes changed, cut off and repeated at random: whatever comes in, the answer is that of a server that understood.
     */
    @Test
    @Tag("V43")
    void noBodyMakesItAnswerThatItMadeAMistake() throws Exception {
        String id = workers.deploy(worker, EACH);
        String valid =
                "{\"events\":[{\"event_type\":\"X\",\"event_id\":\"@a:1\",\"fields\":{\"v\":1.5e3,\"w\":[{\"k\":null}]}}],"
                        + "\"checkpoint\":{\"version\":1,\"run\":{},\"seen\":{\"sources\":{\"a\":[1,2]},\"ids\":[\"x\"]},\"outbox\":{\"p\":[]}}}";
        String junk = "{}[]\",:0-1e.\\u\u0000\uD800n";
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            StringBuilder body = new StringBuilder(valid);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(body.length());
                body.setCharAt(at, junk.charAt(random.nextInt(junk.length())));
            }
            String sent = i % 3 == 0 ? body.substring(0, random.nextInt(body.length())) : body.toString();
            for (String path : List.of("/events-batch", "/restore")) {
                assertThat(post("/pipelines/" + id + path, sent).status())
                        .as(sent)
                        .isIn(200, 400);
            }
        }
    }

    @Test
    @Tag("V43")
    void eachBodyHasItsLimit() throws Exception {
        String pipeline = "/pipelines/" + workers.deploy(worker, EACH);
        Map<String, Integer> limits = Map.of(
                "/pipelines",
                Route.BODY_BYTES,
                pipeline + "/events",
                Route.BODY_BYTES,
                pipeline + "/events-batch",
                RequestLimits.BATCH_BYTES,
                pipeline + "/restore",
                RequestLimits.CHECKPOINT_BYTES);
        for (Map.Entry<String, Integer> each : limits.entrySet()) {
            assertThat(TestWorkers.announce(worker, each.getKey(), each.getValue() + 1))
                    .as(each.getKey())
                    .startsWith("HTTP/1.1 413")
                    .contains("\"code\":\"body_too_large\"", "larger than " + each.getValue() + " bytes");
        }
        String large = " ".repeat(Route.BODY_BYTES) + "{\"events\":[" + event(1) + "]}";
        assertThat(post(pipeline + "/events-batch", large).status()).isEqualTo(200);
    }

    @Test
    @Tag("V43")
    void aBodyOfUnknownLengthHasItsLimitToo() throws Exception {
        String id = workers.deploy(worker, EACH);
        byte[] body = " ".repeat(Route.BODY_BYTES + 1).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(worker.server().bound().url() + "/api/v1/pipelines/" + id + "/events"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                .header("x-api-key", "test")
                .build();

        assertThat(workers.http()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    @Tag("V43")
    void aBatchHasALimitOfEvents() throws Exception {
        String id = workers.deploy(worker, EACH);
        String lines = IntStream.rangeClosed(0, RequestLimits.EVENTS_PER_BATCH)
                .mapToObj(i -> "{\"event_type\":\"Y\"}")
                .collect(Collectors.joining("\n"));
        Reply reply = workers.send(worker, "POST", "/pipelines/" + id + "/events-batch", lines, "application/x-ndjson");
        assertThat(reply.code()).isEqualTo("400 bad_request");
        assertThat(reply.get("error")).isEqualTo("a batch must have at most 50000 events");
    }

    @Test
    @Tag("P8")
    void showsWhereASourceIsWrong() throws Exception {
        Reply reply = post("/pipelines", "{\"name\":\"p\",\"source\":\"stream A =\\n  X .emit(\"}");
        assertThat(reply.code()).isEqualTo("400 parse_error");
        assertThat(reply.json()).containsEntry("line", 2).containsKeys("column", "diagnostics");
        assertThat(reply.body()).contains("\"diagnostics\":[{\"severity\":\"error\",\"line\":2,\"column\":");
    }

    @Test
    void takesNoMorePipelinesThanItMay() throws Exception {
        for (int i = 0; i < 3; i++) {
            workers.deploy(worker, EACH);
        }
        assertThat(post("/pipelines", "{\"name\":\"p\",\"source\":\"" + EACH + "\"}")
                        .code())
                .isEqualTo("409 worker_full");
    }

    @Test
    @Tag("P7")
    void stateGoesFromOneDeploymentToAnother() throws Exception {
        String source =
                "stream A = X .window(count, 5) .aggregate(n: count(), total: sum(v)) .emit(n: n, total: total)";
        String first = workers.deploy(worker, source);
        for (int v = 1; v <= 3; v++) {
            post("/pipelines/" + first + "/events", event(v));
        }
        Reply checkpoint = post("/pipelines/" + first + "/checkpoint", "{\"freeze\":true}");
        assertThat(checkpoint.json()).containsEntry("pipeline_id", first).containsEntry("events_processed", 3);
        assertThat(post("/pipelines/" + first + "/events", event(4)).code()).isEqualTo("409 pipeline_frozen");
        assertThat(post("/pipelines/" + first + "/checkpoint", "{\"since\":" + checkpoint.get("version") + "}")
                        .status())
                .isEqualTo(204);

        String second = workers.deploy(worker, source);
        assertThat(post("/pipelines/" + second + "/restore", checkpoint.body()).body())
                .isEqualTo("{\"restored\":true}");
        post("/pipelines/" + second + "/events", event(4));
        assertThat(post("/pipelines/" + second + "/events", event(5)).body())
                .contains("{\"event_type\":\"A\",\"n\":5,\"total\":15}");
        assertThat(get("/pipelines/" + second).get("events_processed")).isEqualTo("5");
    }

    @Test
    void resumesAFrozenPipeline() throws Exception {
        String id = workers.deploy(worker, EACH);
        post("/pipelines/" + id + "/checkpoint", "{\"freeze\":true}");
        assertThat(get("/pipelines/" + id).get("status")).isEqualTo("frozen");
        assertThat(post("/pipelines/" + id + "/checkpoint", "{\"freeze\":false}")
                        .code())
                .as("a coordinator that believes that it runs is told")
                .isEqualTo("409 pipeline_frozen");

        assertThat(post("/pipelines/" + id + "/resume", "{\"epoch\":1}").code()).isEqualTo("409 stale_epoch");
        assertThat(post("/pipelines/" + id + "/resume", "{\"epoch\":0}").get("status"))
                .isEqualTo("running");
        assertThat(post("/pipelines/" + id + "/events", event(1)).status()).isEqualTo(200);
    }

    @Test
    @Tag("V42")
    void countsForPeopleAndForPrometheus() throws Exception {
        String id = workers.deploy(worker, EACH);
        post("/pipelines/" + id + "/events", event(1));

        assertThat(get("/pipelines/" + id + "/metrics").json())
                .containsEntry("events", 1)
                .containsEntry("outputs", 1);
        assertThat(get("/metrics").json()).containsEntry("events_processed", 1).containsEntry("pipelines_running", 1);
        assertThat(get("/prometheus").body())
                .contains("worker_pipeline_events_total{group=\"\",id=\"" + id + "\",pipeline=\"p\"} 1")
                .contains("worker_pipelines 1");
    }

    @Test
    void showsOutputsAndStateAsTheyHappen() throws Exception {
        String id = workers.deploy(worker, EACH);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(worker.server().bound().url() + "/api/v1/pipelines/" + id + "/logs"))
                .header("x-api-key", "test")
                .build();
        var response = workers.http().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(next(lines)).isEqualTo("event: state data: {\"status\":\"running\"}");
            post("/pipelines/" + id + "/events", event(7));
            assertThat(next(lines)).isEqualTo("event: output data: {\"event_type\":\"A\",\"v\":7}");
            post("/pipelines/" + id + "/checkpoint", "{\"freeze\":true}");
            assertThat(next(lines)).isEqualTo("event: state data: {\"status\":\"frozen\"}");
            workers.send(worker, "DELETE", "/pipelines/" + id, "");
            assertThat(next(lines)).isEqualTo("event: state data: {\"status\":\"removed\"}");
            assertThat(lines.readLine()).isIn("", null);
        }
    }

    /** The next event, without comments. */
    private static String next(BufferedReader lines) throws IOException {
        StringBuilder event = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && event.length() > 0) {
                return event.toString();
            }
            if (!line.isEmpty() && !line.startsWith(":")) {
                event.append(event.length() == 0 ? "" : " ").append(line);
            }
        }
        return event.toString();
    }

    @Test
    @Tag("P6")
    void aTimeWindowFiresWithNoFurtherEvent() throws Exception {
        String id = workers.deploy(worker, "stream A = X .window(100ms) .aggregate(n: count()) .emit(n: n)");
        post("/pipelines/" + id + "/events", event(1));

        await().until(() -> get("/pipelines/" + id + "/metrics").get("outputs").equals("1"));
    }

    @Test
    @Tag("V27")
    void aWorkerThatIsAloneTakesNothingFromOthers() throws Exception {
        String url = worker.server().bound().url() + "/api/v1/exchange";
        assertThat(workers.exchange(url, "any", "{}").code()).isEqualTo("503 not_registered");
    }
}
