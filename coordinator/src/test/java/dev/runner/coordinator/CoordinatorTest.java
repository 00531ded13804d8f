package dev.runner.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.coordinator.health.HealthSettings;
import dev.runner.coordinator.placement.PlacementStrategy;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpBodies;
import dev.runner.http.HttpServer;
import dev.runner.http.ServiceResponse;
import dev.runner.http.Status;
import dev.runner.http.json.JsonRecords;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.HeartbeatResponse;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.protocol.RestartRound;
import dev.runner.protocol.WorkerList;
import dev.runner.protocol.WorkerState;
import dev.runner.protocol.WorkerView;
import dev.runner.service.JoinSecret;
import dev.runner.service.UserStateDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CoordinatorTest {

    private static final Map<String, String> KEY = Map.of("x-api-key", "admin");

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> restarted = new CopyOnWriteArrayList<>();
    private JoinSecret secrets;
    private Coordinator coordinator;
    /** Stands for all workers: it is told to restart, with the worker's own key, and registers again. */
    private HttpServer worker;

    @BeforeEach
    void startPatiently() throws IOException {
        start(Duration.ofSeconds(20), Duration.ofSeconds(20));
        worker = HttpServer.open(BindAddress.of("127.232.0.1", 0));
        worker.serve(
                ApiKey.of("test"),
                routes -> routes.post("/api/v1/restart").handle(context -> {
                    restarted.add(context.ip());
                    HttpBodies.answer(context, 202, new Status("restarting"));
                }));
    }

    private void startAnew(Duration heartbeatTimeout, Duration restartTimeout) throws IOException {
        coordinator.stop();
        start(heartbeatTimeout, restartTimeout);
    }

    private void start(Duration heartbeatTimeout, Duration restartTimeout) throws IOException {
        secrets = new JoinSecret(UserStateDirectory.of(Map.of(), "Linux", directory));
        HealthSettings health = new HealthSettings(Duration.ofMillis(200), heartbeatTimeout, Duration.ofMillis(50));
        coordinator = Coordinator.start(
                new CoordinatorSettings(
                        BindAddress.of("127.232.255.1", 0),
                        ApiKey.of("admin"),
                        directory.resolve("storage"),
                        health,
                        restartTimeout,
                        PlacementStrategy.ROUND_ROBIN,
                        Duration.ofMillis(100)),
                secrets);
    }

    @AfterEach
    void stop() {
        worker.stop();
        coordinator.stop();
    }

    private URI uri(String path) {
        return URI.create(coordinator.bound().url() + "/api/v1/cluster" + path);
    }

    private ServiceResponse post(String path, Map<String, String> headers, Object body) throws IOException {
        return worker.client().post(uri(path), headers, body, Duration.ofSeconds(60));
    }

    private ServiceResponse register(String id, Map<String, String> headers) throws IOException {
        RegisterRequest request = new RegisterRequest(id, worker.bound().url(), "test", new Capacity(2, 0, 10), 29000);
        return post("/workers/register", headers, request);
    }

    private HttpResponse<byte[]> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("x-api-key", "admin")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private <T> T get(String path, Class<T> type) throws Exception {
        return JsonRecords.read(send("GET", path).body(), type);
    }

    private WorkerState state(String id) throws Exception {
        return get("/workers/" + id, WorkerView.class).status();
    }

    @Test
    @Tag("V43")
    void slowHeartbeatsWithoutAKeyHoldUpNobody() throws Exception {
        BindAddress bound = coordinator.bound();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(bound.address(), bound.port());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST /api/v1/cluster/workers/w0/heartbeat HTTP/1.1\r\nHost: " + bound.host() + ":"
                                        + bound.port() + "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")
                                .getBytes(UTF_8));
            }
            assertThat(register("w0", KEY).status()).isEqualTo(201);
            assertThat(get("/workers", WorkerList.class).total()).isEqualTo(1);

            assertThat(slow.get(0).getInputStream().read())
                    .as("the oldest has lost its place")
                    .isEqualTo(-1);
            Socket last = slow.get(slow.size() - 1);
            last.getOutputStream().write("4\r\n\"a\":\r\n2\r\n1}\r\n0\r\n\r\n".getBytes(UTF_8));
            assertThat(new String(last.getInputStream().readNBytes(10), UTF_8))
                    .as("400, or 408 when this machine was slow too")
                    .isEqualTo("HTTP/1.1 4");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    @Tag("V5")
    void webPagesAreRefusedAtHotRoutesAndAtOthers() throws IOException {
        Map<String, String> page = Map.of("x-api-key", "admin", "Origin", "http://evil.example");

        assertThat(register("w0", page).code()).isEqualTo("foreign_origin");
        assertThat(post("/workers/w0/heartbeat", page, Map.of()).code()).isEqualTo("foreign_origin");
        assertThat(post("/rebalance", page, Map.of()).code()).isEqualTo("foreign_origin");
    }

    @Test
    void aWorkerMayBeNamedAsAHotRoute() throws Exception {
        register("register", KEY);
        assertThat(get("/workers/register", WorkerView.class).id()).isEqualTo("register");
    }

    @Test
    @Tag("V8")
    @Tag("V10")
    @Tag("V11")
    @Tag("V12")
    void registersListsShowsAndDeletes() throws Exception {
        ServiceResponse answer = register("w0", KEY);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body(RegisterResponse.class).heartbeatInterval()).isEqualTo(Duration.ofMillis(200));
        register("w1", KEY);

        WorkerList list = get("/workers", WorkerList.class);
        assertThat(list.total()).isEqualTo(2);
        assertThat(list.workers()).extracting(WorkerView::id).containsExactly("w0", "w1");
        assertThat(list.workers().get(0))
                .isEqualTo(new WorkerView("w0", worker.bound().url(), WorkerState.READY, 0, 10, List.of()));

        assertThat(send("DELETE", "/workers/w0").body()).asString().isEqualTo("{\"deleted\":true}");
        assertThat(send("DELETE", "/workers/w0").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/workers/w0").statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("V7")
    void letsAWorkerInWithTheKeyOrWithTheJoinSecret() throws Exception {
        String secret = secrets.find(URI.create(coordinator.bound().url())).orElseThrow();

        assertThat(register("w0", Map.of()).status()).isEqualTo(401);
        assertThat(register("w0", Map.of("x-api-key", "test")).status()).isEqualTo(401);
        assertThat(register("w0", Map.of("x-api-key", "test", "x-join-secret", "wrong"))
                        .status())
                .isEqualTo(401);
        assertThat(register("w0", KEY).status()).isEqualTo(201);
        assertThat(register("w0", Map.of("x-api-key", "test", "x-join-secret", secret))
                        .status())
                .isEqualTo(201);
        assertThat(register("w0", Map.of("x-api-key", secret)).status()).isEqualTo(201);
    }

    @Test
    @Tag("V6")
    @Tag("V9")
    @Tag("V14")
    @Tag("V15")
    void heartbeatsNeedNoKeyAndKeepAWorkerReady() throws Exception {
        HeartbeatRequest beat = new HeartbeatRequest(3L, 0);
        assertThat(post("/workers/w0/heartbeat", Map.of(), beat).problem()).startsWith("404 ");

        startAnew(Duration.ofSeconds(2), Duration.ofSeconds(20));
        register("w0", KEY);
        assertThat(post("/workers/w0/heartbeat", Map.of(), beat).isSuccess()).isTrue();
        await().until(() -> state("w0") == WorkerState.UNHEALTHY);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> { // again where the machine slept longer than a worker may
                            post("/workers/w0/heartbeat", Map.of(), beat);
                            return state("w0") == WorkerState.READY;
                        });
    }

    @Test
    @Tag("V6")
    void heartbeatsThatSomebodyElseSendsKeepNoWorkerReadyThatHangs() throws Exception {
        startAnew(Duration.ofSeconds(2), Duration.ofSeconds(20));
        HeartbeatRequest beat = new HeartbeatRequest(3L, 0);
        try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getByName("127.232.0.2"))) {
            String address = "http://127.232.0.2:" + hangs.getLocalPort();
            RegisterRequest request = new RegisterRequest("w0", address, null, new Capacity(2, 0, 10), null);
            String token = post("/workers/register", KEY, request)
                    .body(RegisterResponse.class)
                    .heartbeatToken();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                ServiceResponse forged = post("/workers/w0/heartbeat", Map.of("x-heartbeat-token", "guessed"), beat);
                assertThat(forged.body(HeartbeatResponse.class).acknowledged()).isFalse();
                return state("w0") == WorkerState.UNHEALTHY;
            });
            Map<String, String> own = Map.of("x-heartbeat-token", Objects.requireNonNull(token));
            assertThat(post("/workers/w0/heartbeat", own, beat)
                            .body(HeartbeatResponse.class)
                            .acknowledged())
                    .isTrue();
            assertThat(state("w0")).isEqualTo(WorkerState.READY);
        }
    }

    @Test
    @Tag("V46")
    void restartsOneWorkerAfterTheOther() throws Exception {
        register("w0", KEY);
        register("w1", KEY);

        assertThat(post("/restart", KEY, Map.of()).status()).isEqualTo(202);
        await().until(() -> restarted.size() == 1);
        assertThat(post("/restart", KEY, Map.of()).problem()).startsWith("409 a restart is in progress");
        register("w0", KEY);
        await().until(() -> restarted.size() == 2);
        register("w1", KEY);

        await().until(() -> get("/restart", RestartRound.class).status() == RestartRound.State.DONE);
        assertThat(restarted)
                .as("calls come from the coordinator's own address")
                .containsOnly("127.232.255.1");
    }

    @Test
    @Tag("V46")
    void aWorkerThatDoesNotComeBackEndsTheRound() throws Exception {
        startAnew(Duration.ofSeconds(20), Duration.ofMillis(300));
        register("w0", KEY);
        register("w1", KEY);
        assertThat(get("/restart", RestartRound.class).status()).isEqualTo(RestartRound.State.NONE);

        post("/restart", KEY, Map.of());

        await().until(() -> get("/restart", RestartRound.class).status() == RestartRound.State.FAILED);
        assertThat(get("/restart", RestartRound.class).error()).contains("w0", "exit code 55");
        assertThat(restarted).as("the next one is left alone").hasSize(1);
    }
}
