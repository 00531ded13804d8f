package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code bin/coordinator} and {@code bin/worker}, started without the runner. */
@IntegrationScenario
class QuickStartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RunningCommand start(Sandbox sandbox, String script, String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(sandbox.release().script(script).toString()));
        command.addAll(List.of(words));
        return sandbox.startIn(sandbox.directory(), Map.of(), command);
    }

    private static RunningCommand coordinator(Sandbox sandbox, int port) throws IOException {
        return start(
                sandbox,
                "coordinator",
                "--port",
                String.valueOf(port),
                "--api-key",
                "admin",
                "--heartbeat-interval",
                "100ms",
                "--heartbeat-timeout",
                "1s",
                "--sweep-interval",
                "100ms");
    }

    private static RunningCommand worker(Sandbox sandbox, int coordinator, String id) throws IOException {
        return start(
                sandbox,
                "worker",
                "--port",
                "0",
                "--api-key",
                "test",
                "--coordinator",
                "http://127.0.0.1:" + coordinator,
                "--worker-id",
                id);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Map<String, String> workers(int coordinator) throws IOException, InterruptedException {
        JsonNode list = SimpleHttpClient.get(
                        "http://127.0.0.1:" + coordinator + "/api/v1/cluster/workers", "x-api-key", "admin")
                .expect(200)
                .json();
        return JsonTreeReader.elements(list.get("workers")).stream()
                .collect(Collectors.toMap(
                        worker -> worker.get("id").textValue(),
                        worker -> worker.get("status").textValue()));
    }

    private static void awaitWorkers(int coordinator, Map<String, String> wanted) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(workers(coordinator)).isEqualTo(wanted));
    }

    @Test
    @Tag("V7")
    @Tag("V4")
    @Tag("V13")
    @Tag("V14")
    @Tag("V15")
    void workersAndCoordinatorRecoverAfterKills(Sandbox sandbox) throws Exception {
        int port = freePort();
        RunningCommand first = coordinator(sandbox, port);
        RunningCommand one = worker(sandbox, port, "one");
        RunningCommand two = worker(sandbox, port, "two");
        awaitWorkers(port, Map.of("one", "ready", "two", "ready"));

        two.signal("KILL");
        two.finish().expect(128 + 9);
        awaitWorkers(port, Map.of("one", "ready", "two", "unhealthy"));

        first.signal("KILL");
        first.finish().expect(128 + 9);
        RunningCommand second = coordinator(sandbox, port);
        awaitWorkers(port, Map.of("one", "ready"));

        for (RunningCommand each : List.of(one, second)) {
            each.signal("TERM");
            each.finish().expect(143);
        }
    }

    @Test
    @Tag("V7")
    @Tag("V17")
    @Tag("V23")
    @Tag("V29")
    void eventsAreRoutedAsWrittenAndFlowAgainWhenAWorkerIsKilled(Sandbox sandbox) throws Exception {
        int port = freePort();
        RunningCommand coordinator = coordinator(sandbox, port);
        RunningCommand zero = worker(sandbox, port, "worker-0");
        RunningCommand one = worker(sandbox, port, "worker-1");
        awaitWorkers(port, Map.of("worker-0", "ready", "worker-1", "ready"));
        ControlPlaneClient control = new ControlPlaneClient("http://127.0.0.1:" + port, "admin");

        JsonNode group = control.post("/pipeline-groups", """
                {"name": "quick", "pipelines": [
                  {"name": "a", "source": "stream A = EventA .emit(result: \\"ok\\")", "worker_affinity": "worker-0"},
                  {"name": "b", "source": "stream B = EventB .emit(result: \\"ok\\")", "worker_affinity": "worker-1"}],
                 "routes": [
                  {"from_pipeline": "_external", "to_pipeline": "a", "event_types": ["EventA"]},
                  {"from_pipeline": "_external", "to_pipeline": "b", "event_types": ["EventB"]}]}
                """).expect(201).json();

        assertThat(group.get("status").textValue()).isEqualTo("running");
        assertThat(group.get("pipeline_count").intValue()).isEqualTo(2);
        assertThat(JsonTreeReader.texts(group.get("placements"), "worker_id")).containsExactly("worker-0", "worker-1");
        assertThat(JsonTreeReader.texts(group.get("placements"), "status")).containsExactly("Running", "Running");
        String id = group.get("id").textValue();
        assertThat(control.inject(id, "EventA", "{\"x\":1}").expect(200).body())
                .isEqualTo("{\"routed_to\":\"a\",\"worker_id\":\"worker-0\",\"worker_response\":"
                        + "{\"accepted\":true,\"output_events\":[{\"event_type\":\"A\",\"result\":\"ok\"}]}}");
        assertThat(control.inject(id, "EventB", "{}")
                        .expect(200)
                        .json()
                        .get("worker_id")
                        .textValue())
                .isEqualTo("worker-1");

        one.signal("KILL");
        one.finish().expect(128 + 9);

        control.awaitOutput(id, "EventB", "result", "ok");
        assertThat(control.workerOf(id, "b")).isEqualTo("worker-0");
        assertThat(control.outputs(id, "EventA", "{}")).hasSize(1);
        for (RunningCommand each : List.of(zero, coordinator)) {
            each.signal("TERM");
            each.finish().expect(143);
        }
    }

    @Test
    @Tag("V40")
    void reportsAndKeepsADamagedStore(Sandbox sandbox) throws Exception {
        int port = freePort();
        RunningCommand first = coordinator(sandbox, port);
        RunningCommand one = worker(sandbox, port, "one");
        awaitWorkers(port, Map.of("one", "ready"));
        new ControlPlaneClient("http://127.0.0.1:" + port, "admin").deployOne("stream A = Tick .emit(v: 1)");
        for (RunningCommand each : List.of(one, first)) {
            each.signal("KILL");
            each.finish().expect(128 + 9);
        }
        Path store = sandbox.directory().resolve(".storage/coordinator-" + port + "/groups.db");
        byte[] damaged = Files.readAllBytes(store);
        Arrays.fill(damaged, damaged.length / 2, damaged.length, (byte) 0x5A);
        Files.write(store, damaged);

        CompletedCommand refused = coordinator(sandbox, port).finish().expect(3);

        assertThat(refused.err())
                .contains("groups.db is damaged", "move it away")
                .doesNotContain("\tat ");
        assertThat(Files.readAllBytes(store)).isEqualTo(damaged);
    }

    @Test
    @Tag("V7")
    void refusesAWorkerOfAnotherUser(Sandbox sandbox) throws Exception {
        int port = freePort();
        RunningCommand coordinator = coordinator(sandbox, port);
        coordinator.awaitOut("listens at");
        String register = "http://127.0.0.1:" + port + "/api/v1/cluster/workers/register";

        assertThat(SimpleHttpClient.post(register, "x-api-key", "test", "content-type", "application/json")
                        .status())
                .isEqualTo(401);

        coordinator.signal("INT");
        coordinator.finish().expect(130);
    }

    @Test
    @Tag("V3")
    @Tag("V2")
    @Tag("V46")
    void aWorkerRunsWithoutACoordinator(Sandbox sandbox) throws Exception {
        int port = freePort();
        RunningCommand worker =
                start(sandbox, "worker", "--port", String.valueOf(port), "--api-key", "k", "--worker-id", "solo");
        worker.awaitOut("listens at");
        String url = "http://127.0.0.1:" + port;

        SimpleHttpClient.get(url + "/health").expect(200);
        SimpleHttpClient.get(url + "/ready").expect(200);
        assertThat(SimpleHttpClient.post(url + "/api/v1/restart").status()).isEqualTo(401);
        assertThat(sandbox.directory().resolve(".storage/worker-solo")).isDirectory();
        SimpleHttpClient.post(url + "/api/v1/restart", "x-api-key", "k").expect(202);

        worker.finish().expect(55);
    }

    @Test
    @Tag("V2")
    void theScriptsExecTheirJvm(Sandbox sandbox) throws Exception {
        int port = freePort();
        RunningCommand coordinator = coordinator(sandbox, port);
        RunningCommand worker = worker(sandbox, port, "one");
        awaitWorkers(port, Map.of("one", "ready"));

        assertThat(ProcInspector.commandLine(coordinator.pid())).contains("/bin/java ", "CoordinatorMain");
        assertThat(ProcInspector.commandLine(worker.pid())).contains("/bin/java ", "WorkerMain");
        assertThat(sandbox.alive()).hasSize(2);

        for (RunningCommand each : List.of(worker, coordinator)) {
            each.signal("TERM");
            each.finish().expect(143);
        }
    }

    @Test
    @Tag("V1")
    void wrongOptionsAreExplained(Sandbox sandbox) throws Exception {
        assertThat(start(sandbox, "coordinator", "--prot", "1")
                        .finish()
                        .expect(2)
                        .err())
                .contains("--prot");
        assertThat(start(sandbox, "worker", "--port", "many").finish().expect(2).err())
                .contains("--port", "many");
        assertThat(start(sandbox, "worker", "--help").finish().expect(0).out()).contains("--coordinator");
    }
}
