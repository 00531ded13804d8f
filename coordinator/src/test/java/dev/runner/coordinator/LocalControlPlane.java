package dev.runner.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A coordinator in this process, and calls to it. */
final class LocalControlPlane implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    /** Longer than any call to a worker: what takes as long hangs. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Coordinator coordinator;

    LocalControlPlane(String address, Path directory) throws IOException {
        coordinator = Coordinator.start(
                new CoordinatorSettings(
                        BindAddress.of(address, 0),
                        ApiKey.of("admin"),
                        directory.resolve("storage"),
                        new HealthSettings(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMillis(50)),
                        Duration.ofSeconds(20),
                        PlacementStrategy.ROUND_ROBIN,
                        Duration.ofMillis(100)),
                new JoinSecret(UserStateDirectory.of(Map.of(), "Linux", directory)));
    }

    void register(StubWorker worker, String instance) throws Exception {
        byte[] body = JsonRecords.write(worker.registration(instance));
        send("POST", "/workers/register", new String(body, UTF_8), 201);
    }

    /** Any answer, in time. */
    HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(coordinator.bound().url() + "/api/v1/cluster" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("x-api-key", "admin")
                .timeout(LONGEST_CALL)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The answer with this status. */
    JsonNode send(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> response = call(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    JsonNode get(String path) throws Exception {
        return send("GET", path, "", 200);
    }

    @Override
    public void close() {
        coordinator.stop();
    }
}
