package dev.runner.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runner.coordinator.health.HealthSettings;
import dev.runner.coordinator.placement.PlacementStrategy;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.json.JsonRecords;
import dev.runner.service.JoinSecret;
import dev.runner.service.UserStateDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups over HTTP, with workers that only answer. */
@Timeout(30)
class ControlPlaneTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String GROUP = """
            {"name": "demo", "pipelines": [
              {"name": "p", "source": "", "worker_affinity": "w1"},
              {"name": "q", "source": "", "replicas": 2}],
             "routes": [{"from_pipeline": "_external", "to_pipeline": "q", "event_types": ["Q*"]}]}""";

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private Coordinator coordinator;
    private StubWorker w0;
    private StubWorker w1;

    @BeforeEach
    void start() throws Exception {
        startCoordinator();
        w0 = new StubWorker("w0", "127.232.1.1");
        w1 = new StubWorker("w1", "127.232.1.2");
        register(w0, "i0");
        register(w1, "i1");
    }

    private void startCoordinator() throws IOException {
        coordinator = Coordinator.start(
                new CoordinatorSettings(
                        BindAddress.of("127.232.255.2", 0),
                        ApiKey.of("admin"),
                        directory.resolve("storage"),
                        new HealthSettings(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMillis(50)),
                        Duration.ofSeconds(20),
                        PlacementStrategy.ROUND_ROBIN,
                        Duration.ofMillis(100)),
                new JoinSecret(UserStateDirectory.of(Map.of(), "Linux", directory)));
    }

    @AfterEach
    void stop() {
        w0.stop();
        w1.stop();
        coordinator.stop();
    }

    private void register(StubWorker worker, String instance) throws Exception {
        byte[] body = JsonRecords.write(worker.registration(instance));
        assertThat(send("POST", "/workers/register", new String(body, UTF_8), 201)
                        .get("exchange_key")
                        .asText())
                .hasSizeGreaterThan(20);
    }

    private JsonNode send(String method, String path, String body, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(coordinator.bound().url() + "/api/v1/cluster" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("x-api-key", "admin")
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private JsonNode get(String path) throws Exception {
        return send("GET", path, "", 200);
    }

    private String deploy() throws Exception {
        return send("POST", "/pipeline-groups", GROUP, 201).get("id").asText();
    }

    private JsonNode inject(String group, String type) throws Exception {
        return send("POST", "/pipeline-groups/" + group + "/inject", "{\"event_type\":\"" + type + "\"}", 200);
    }

    private String assigned(String worker) throws Exception {
        JsonNode view = get("/workers/" + worker);
        assertThat(view.get("pipelines_running").asInt())
                .isEqualTo(view.get("assigned_pipelines").size());
        return view.get("assigned_pipelines").toString();
    }

    @Test
    @Tag("V10")
    @Tag("V17")
    @Tag("V20")
    @Tag("V21")
    @Tag("V22")
    @Tag("V23")
    @Tag("V24")
    @Tag("V29")
    @Tag("V29b")
    void deploysShowsInjectsAndRemoves() throws Exception {
        JsonNode group = send("POST", "/pipeline-groups", GROUP, 201);
        String id = group.get("id").asText();
        assertThat(group.get("status").asText()).isEqualTo("running");
        assertThat(group.get("pipeline_count").asInt()).isEqualTo(2);
        assertThat(group.get("placements").get(0).toString())
                .isEqualTo("{\"pipeline_name\":\"p\",\"worker_id\":\"w1\",\"worker_address\":\"" + w1.url()
                        + "\",\"pipeline_id\":\"w1-p-1\",\"status\":\"Running\"}");
        assertThat(get("/pipeline-groups/" + id)).isEqualTo(group);
        assertThat(get("/pipeline-groups").get("total").asInt()).isEqualTo(1);
        assertThat(assigned("w0")).isEqualTo("[\"q#0\"]");
        assertThat(assigned("w1")).isEqualTo("[\"p\",\"q#1\"]");
        assertThat(get("/topology").at("/groups/0/pipelines/1").toString())
                .isEqualTo("{\"name\":\"q#0\",\"worker_id\":\"w0\",\"worker_address\":\"" + w0.url() + "\"}");

        assertThat(inject(id, "X").get("routed_to").asText()).isEqualTo("p");
        assertThat(inject(id, "Q1").get("routed_to").asText()).startsWith("q#");

        assertThat(send("DELETE", "/pipeline-groups/" + id, "", 200).toString()).isEqualTo("{\"torn_down\":true}");
        assertThat(assigned("w1")).isEqualTo("[]");
        assertThat(w0.pipelines).isEmpty();
        assertThat(w1.pipelines).isEmpty();
        send("GET", "/pipeline-groups/" + id, "", 404);
        send("DELETE", "/pipeline-groups/" + id, "", 404);
    }

    @Test
    @Tag("V37")
    @Tag("V39")
    void drainsAndMigratesWithTheState() throws Exception {
        String id = deploy();
        assertThat(send("POST", "/workers/w1/drain", "", 200).toString())
                .isEqualTo("{\"worker_id\":\"w1\",\"pipelines_migrated\":2,\"status\":\"drained\"}");
        assertThat(send("POST", "/workers/w1/drain", "", 200)
                        .get("pipelines_migrated")
                        .asInt())
                .isZero();
        assertThat(get("/workers/w1").get("status").asText()).isEqualTo("draining");
        assertThat(w1.pipelines).isEmpty();
        assertThat(w0.states.toString()).as("the state came along").contains("first=w1-p-1");

        String migrate = "{\"target_worker_id\":\"w1\"}";
        assertThat(send("POST", "/pipelines/demo/p/migrate", migrate, 409)
                        .get("code")
                        .asText())
                .isEqualTo("worker_not_available");
        send("POST", "/workers/w1/undrain", "", 200);
        JsonNode begun = send("POST", "/pipelines/demo/p/migrate", migrate, 202);
        assertThat(begun.get("status").asText()).isEqualTo("started");
        String migration = "/migrations/" + begun.get("migration_id").asText();
        await().until(() -> get(migration).get("status").asText().equals("completed"));
        assertThat(inject(id, "X").get("worker_id").asText()).isEqualTo("w1");
        send("POST", "/pipelines/" + id + "/q%230/migrate", migrate, 202);
        assertThat(send("POST", "/pipelines/demo/q/migrate", migrate, 409)
                        .get("code")
                        .asText())
                .isEqualTo("ambiguous_pipeline");
        send("POST", "/pipelines/demo/none/migrate", migrate, 404);
        send("POST", "/pipelines/none/p/migrate", migrate, 404);
        send("POST", "/pipelines/demo/p/migrate", "{\"target_worker_id\":\"w9\"}", 404);
    }

    @Test
    @Tag("V37")
    void whoCannotBeMovedGoesOnRunning() throws Exception {
        String id = deploy();
        send("POST", "/workers/w0/drain", "", 200);

        assertThat(send("POST", "/workers/w1/drain", "", 503).get("code").asText())
                .isEqualTo("no_workers_available");
        inject(id, "X");
        send("POST", "/workers/w0/undrain", "", 200);
        await().until(() -> w1.pipelines.isEmpty());
        inject(id, "X");
    }

    @Test
    @Tag("V36")
    void aRefusedConnectionIsEnoughToMoveEverything() throws Exception {
        String id = deploy();
        w1.stop();

        assertThat(inject(id, "X").get("worker_id").asText()).isEqualTo("w0");
        w0.stop();
        assertThat(send("POST", "/pipeline-groups/" + id + "/inject", "{\"event_type\":\"X\"}", 503)
                        .get("code")
                        .asText())
                .isEqualTo("no_workers_available");
    }

    @Test
    @Tag("V40")
    void groupsSurviveTheCoordinatorAndFindTheirPipelinesAgain() throws Exception {
        String id = deploy();
        JsonNode before = get("/pipeline-groups/" + id).get("placements");
        coordinator.stop();
        startCoordinator();

        register(w0, "i0");
        register(w1, "i1");
        await().until(() -> get("/pipeline-groups/" + id).get("status").asText().equals("running"));
        assertThat(get("/pipeline-groups/" + id).get("placements")).isEqualTo(before);
        inject(id, "X");
    }

    @Test
    @Tag("V8")
    @Tag("V46")
    void aProcessThatHandsOverGetsItsStateBackWhenItRegistersAnew() throws Exception {
        String id = deploy();
        String handover = "{\"instance\":\"i1\",\"leaving\":false}";
        assertThat(send("POST", "/workers/w1/handover", handover, 200).toString())
                .startsWith("{\"handed_over\":2,\"taken\":[{\"pipeline_id\":\"w1-p-1\",\"version\":");
        w1.pipelines.clear();
        register(w1, "i2");

        JsonNode answer = inject(id, "X");
        assertThat(answer.get("worker_id").asText()).isEqualTo("w1");
        assertThat(w1.states.toString()).contains("first=w1-p-1");
        assertThat(send("POST", "/workers/w1/handover", handover, 409)
                        .get("code")
                        .asText())
                .isEqualTo("stale_instance");
    }

    @Test
    @Tag("V40")
    void aDamagedStoreStopsTheStart() throws Exception {
        deploy();
        coordinator.stop();
        Path file = directory.resolve("storage").resolve("groups.db");
        byte[] cut = Arrays.copyOf(Files.readAllBytes(file), 5000);
        Files.write(file, cut);

        assertThatThrownBy(this::startCoordinator)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is damaged");
        assertThat(Files.readAllBytes(file)).isEqualTo(cut);
    }

    @ParameterizedTest
    @Tag("V18")
    @Tag("V19")
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name is required",
                "{\"name\":\"g\"} | pipelines is required",
                "{\"name\":\"g\",\"pipelines\":[]} | pipelines must have 1 to 100, but has 0",
                "{\"name\":\"g\",\"pipelines\":[{\"name\":\"a#1\",\"source\":\"\"}]} | letters, digits",
                "{\"name\":\"g\",\"pipelines\":[{\"name\":\"a\"}]} | pipelines[].source is required",
                "{\"name\":\"g\",\"pipelines\":[{\"name\":\"a\",\"source\":\"\",\"replicas\":65}]} | 1 to 64",
                "{\"name\":\"g\",\"pipelines\":[{\"name\":\"a\",\"source\":\"\"},{\"name\":\"a\",\"source\":\"\"}]}"
                        + " | two pipelines are named",
                "{\"name\":\"g\",\"pipelines\":[{\"name\":\"a\",\"source\":\"\"}],\"routes\":[{\"from_pipeline\":\"z\","
                        + "\"to_pipeline\":\"a\",\"event_types\":[\"x\"]}]} | names \"z\"",
                "{\"name\":\"g\",\"pipelines\":[{\"name\":\"a\",\"source\":\"\"}],\"routes\":[{\"from_pipeline\":\"a\","
                        + "\"to_pipeline\":\"a\",\"event_types\":[\"x*y\"]}]} | only at the end",
            })
    void refusesWhatIsNoGroup(String body, String message) throws Exception {
        JsonNode answer = send("POST", "/pipeline-groups", body, 400);

        assertThat(answer.get("error").asText()).contains(message);
        assertThat(answer.get("code").asText()).isEqualTo("bad_request");
    }
}
