package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code bin/coordinator} and {@code bin/worker} started by hand. */
@Scenario
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
        JsonNode list = Http.get("http://127.0.0.1:" + coordinator + "/api/v1/cluster/workers", "x-api-key", "admin")
                .expect(200)
                .json();
        return Json.elements(list.get("workers")).stream()
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
    void worksToTheLetterAndThroughDeaths(Sandbox sandbox) throws Exception {
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
    void aStrangersWorkerIsNotLetIn(Sandbox sandbox) throws Exception {
        int port = freePort();
        RunningCommand coordinator = coordinator(sandbox, port);
        coordinator.awaitOut("listens at");
        String register = "http://127.0.0.1:" + port + "/api/v1/cluster/workers/register";

        assertThat(Http.post(register, "x-api-key", "test", "content-type", "application/json")
                        .status())
                .isEqualTo(401);

        coordinator.signal("INT");
        coordinator.finish().expect(130);
    }

    @Test
    @Tag("V3")
    @Tag("V2")
    @Tag("V46")
    void aWorkerAlsoWorksAlone(Sandbox sandbox) throws Exception {
        int port = freePort();
        RunningCommand worker =
                start(sandbox, "worker", "--port", String.valueOf(port), "--api-key", "k", "--worker-id", "solo");
        worker.awaitOut("listens at");
        String url = "http://127.0.0.1:" + port;

        Http.get(url + "/health").expect(200);
        Http.get(url + "/ready").expect(200);
        assertThat(Http.post(url + "/api/v1/restart").status()).isEqualTo(401);
        assertThat(sandbox.directory().resolve(".storage/worker-solo")).isDirectory();
        Http.post(url + "/api/v1/restart", "x-api-key", "k").expect(202);

        worker.finish().expect(55);
    }

    @Test
    @Tag("V2")
    void theScriptsBecomeTheirJvm(Sandbox sandbox) throws Exception {
        int port = freePort();
        RunningCommand coordinator = coordinator(sandbox, port);
        RunningCommand worker = worker(sandbox, port, "one");
        awaitWorkers(port, Map.of("one", "ready"));

        assertThat(Processes.commandLine(coordinator.pid())).contains("/bin/java ", "CoordinatorMain");
        assertThat(Processes.commandLine(worker.pid())).contains("/bin/java ", "WorkerMain");
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
