package dev.runner.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpBodies;
import dev.runner.http.HttpServer;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.service.JoinSecret;
import dev.runner.service.UserStateDirectory;
import dev.runner.service.lifetime.SupervisorNotifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WorkerTest {

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<RegisterRequest> registrations = new CopyOnWriteArrayList<>();
    private final List<String> peers = new CopyOnWriteArrayList<>();
    private final AtomicInteger exit = new AtomicInteger(-1);
    private HttpServer coordinator;

    @BeforeEach
    void openCoordinator() throws IOException {
        coordinator = HttpServer.open(BindAddress.of("127.233.255.1", 0));
    }

    @AfterEach
    void stopCoordinator() {
        coordinator.stop();
    }

    private void serveCoordinator() {
        coordinator.serve(
                ApiKey.NONE,
                routes -> routes.post("/api/v1/cluster/workers/register").open().handle(context -> {
                    peers.add(context.ip());
                    registrations.add(HttpBodies.body(context, RegisterRequest.class));
                    HttpBodies.answer(
                            context, 201, RegisterResponse.registered("w0", Duration.ofMillis(100), null, null));
                }));
    }

    private Worker start(@Nullable URI url) throws IOException {
        WorkerSettings settings =
                new WorkerSettings(BindAddress.of("127.233.0.1", 0), ApiKey.of("test"), url, "w0", directory, 0, 10, 1);
        JoinSecret secrets = new JoinSecret(UserStateDirectory.of(Map.of(), "Linux", directory));
        return Worker.start(settings, secrets, SupervisorNotifier.of(Map.of()), exit::set);
    }

    private int status(Worker worker, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(worker.server().bound().url() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("x-api-key", "test")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    @Tag("V3")
    void isReadyAtOnceWhenItIsAlone() throws Exception {
        Worker worker = start(null);

        assertThat(status(worker, "GET", "/ready")).isEqualTo(200);
        worker.stop();
    }

    @Test
    @Tag("V5")
    void refusesWebPagesWithOrWithoutAKey() throws Exception {
        Worker worker = start(null);
        for (String path : new String[] {"/health", "/api/v1/pipelines", "/api/v1/exchange"}) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(worker.server().bound().url() + path))
                    .header("x-api-key", "test")
                    .header("Origin", "http://evil.example")
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("foreign_origin");
        }
        worker.stop();
    }

    @Test
    @Tag("V4")
    @Tag("F7")
    void isReadyWhenItsCoordinatorHasTakenItIn() throws Exception {
        Worker worker = start(URI.create(coordinator.bound().url()));
        assertThat(status(worker, "GET", "/health")).isEqualTo(200);
        assertThat(status(worker, "GET", "/ready")).isEqualTo(503);

        serveCoordinator();
        await().until(() -> status(worker, "GET", "/ready") == 200);

        RegisterRequest request = registrations.get(0);
        assertThat(request.address()).isEqualTo(worker.server().bound().url());
        assertThat(request.apiKey()).isEqualTo("test");
        assertThat(request.exchangePort())
                .isEqualTo(
                        Objects.requireNonNull(worker.server().secondaryPort()).port());
        assertThat(peers.get(0)).isEqualTo("127.233.0.1");
        worker.stop();
    }

    @Test
    @Tag("V4")
    void registersAgainWhenItIsForgotten() throws Exception {
        serveCoordinator();
        Worker worker = start(URI.create(coordinator.bound().url())); // its heartbeats find no route: 404

        await().until(() -> registrations.size() >= 3);
        worker.stop();
    }

    @Test
    @Tag("V46")
    void answersARestartAndThenAsksForItByItsExitCode() throws Exception {
        Worker worker = start(null);

        assertThat(status(worker, "POST", "/api/v1/restart")).isEqualTo(202);
        await().until(() -> exit.get() == 55);
    }
}
