package dev.runner.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.metrics.ControlPlaneMetrics;
import dev.runner.coordinator.metrics.CoordinatorMetrics;
import dev.runner.coordinator.metrics.Throughput;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpServer;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventHandlersTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        ManualClock clock = new ManualClock();
        DeliveryQueueRegistry deliveries = new DeliveryQueueRegistry(
                (to, body) -> new CompletableFuture<>(),
                new ManualTaskScheduler(clock),
                clock,
                () -> "s",
                DeliverySettings.STANDARD);
        EventApiRoutes handlers = new EventApiRoutes(
                new InjectHandler(id -> Optional.empty(), System::nanoTime),
                new ValidateHandler(),
                new MetricsHandler(new CoordinatorMetrics(
                        new WorkerRegistry(clock), new Throughput(), deliveries, ControlPlaneMetrics.NONE)));
        server = HttpServer.open(BindAddress.of("127.232.254.1", 0));
        server.serve(ApiKey.NONE, routes -> {
            routes.describeAs("coordinator", "A part of it.");
            handlers.addTo(routes, "/api");
        });
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(server.bound().url() + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(at(path).GET());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(at(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    @Tag("V42")
    void figuresAreShownAsJsonAndForPrometheus() throws IOException, InterruptedException {
        assertThat(get("/api/summary").body()).startsWith("{\"total_workers\":0,");
        assertThat(get("/api/metrics").body()).contains("\"events\":{\"injected\":0,\"delivered\":0,");
        HttpResponse<String> page = get("/api/prometheus");
        assertThat(page.headers().firstValue("content-type")).get().asString().startsWith("text/plain");
        assertThat(page.body().lines())
                .contains(
                        "coordinator_workers{state=\"ready\"} 0.0",
                        "coordinator_slots 0.0",
                        "# TYPE coordinator_events_injected_total counter",
                        "coordinator_events_injected_total 0.0",
                        "coordinator_events_waiting 0.0");
    }

    @Test
    @Tag("V41")
    void aSourceIsLookedAt() throws IOException, InterruptedException {
        HttpResponse<String> valid = post("/api/validate", "{\"source\":\"stream A = X .emit(v: 1)\"}");
        assertThat(valid.statusCode()).isEqualTo(200);
        assertThat(valid.body()).startsWith("{\"valid\":").contains("\"diagnostics\":[");
        assertThat(post("/api/validate", "{}").statusCode()).isEqualTo(400);
        String large = "{\"source\":\"" + "x".repeat((64 << 10) + 1) + "\"}";
        assertThat(post("/api/validate", large).body()).contains("65536");
    }

    @Test
    @Tag("V42")
    void theRoutesAreDescribed() throws IOException, InterruptedException {
        assertThat(get("/openapi").body())
                .contains("/api/pipeline-groups/{id}/inject-batch", "application/x-ndjson", "/api/prometheus");
    }
}
