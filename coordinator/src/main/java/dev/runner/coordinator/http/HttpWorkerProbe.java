package dev.runner.coordinator.http;

import dev.runner.coordinator.health.WorkerProbe;
import dev.runner.http.ServiceHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks a worker for its {@code /health}. Any HTTP response tells that its server works. */
public final class HttpWorkerProbe implements WorkerProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ServiceHttpClient client;

    public HttpWorkerProbe(ServiceHttpClient client) {
        this.client = client;
    }

    @Override
    public CompletableFuture<Boolean> answers(URI address) {
        return client.send("GET", address.resolve("/health"), Map.of(), null, ServiceHttpClient.JSON, TIMEOUT)
                .handle((response, problem) -> response != null);
    }
}
