package dev.runner.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.http.BindAddress;
import dev.runner.http.HttpServer;
import dev.runner.http.testing.RouteDescriptionCheck;
import dev.runner.worker.exchange.ExchangeSecret;
import dev.runner.worker.kept.KeptStateFiles;
import dev.runner.worker.kept.KeptStates;
import dev.runner.worker.pipeline.OutboxBatch;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineHooks;
import dev.runner.worker.pipeline.PipelineRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("V42")
class WorkerApiTest {

    private static final PipelineHooks NO_HOOKS = new PipelineHooks() {
        @Override
        public void deliver(Pipeline pipeline, OutboxBatch delivery) {}

        @Override
        public void scheduleAt(Pipeline pipeline, long millis) {}

        @Override
        public void processed(int events) {}
    };

    private final PipelineRegistry pipelines =
            new PipelineRegistry("w0", 1, () -> "id", NO_HOOKS, Clock.systemUTC(), Runnable::run);
    private final KeptStates kept;
    private final ExchangeSecret key = new ExchangeSecret();

    WorkerApiTest(@TempDir Path directory) throws IOException {
        kept = KeptStateFiles.in(directory.resolve("kept"));
    }

    private WorkerApi api() throws IOException {
        HttpServer server = HttpServer.open(BindAddress.of("127.233.0.2", 0));
        WorkerApi api = new WorkerApi(
                () -> true,
                () -> {},
                pipelines,
                kept,
                "i0",
                new PipelineLogStreams(server.streams()),
                key,
                () -> new WorkerMetricsView("w0", 0, 0, 1, List.of()));
        server.stop();
        return api;
    }

    @Test
    void describesEveryRouteThatItServes() throws IOException {
        WorkerApi api = api();
        assertThat(RouteDescriptionCheck.described(api::addTo))
                .isEqualTo(RouteDescriptionCheck.served(api::addTo))
                .contains(
                        "POST /api/v1/pipelines",
                        "GET /api/v1/pipelines",
                        "GET /api/v1/pipelines/{id}",
                        "DELETE /api/v1/pipelines/{id}",
                        "POST /api/v1/pipelines/{id}/events",
                        "POST /api/v1/pipelines/{id}/events-batch",
                        "POST /api/v1/pipelines/{id}/checkpoint",
                        "POST /api/v1/pipelines/{id}/restore",
                        "GET /api/v1/pipelines/{id}/metrics",
                        "GET /api/v1/pipelines/{id}/logs",
                        "GET /api/v1/kept-states/{id}",
                        "DELETE /api/v1/kept-states/{id}",
                        "POST /api/v1/restart",
                        "GET /openapi");
    }

    @Test
    void describesThemSoThatItCanBeUsed() throws IOException {
        WorkerApi api = api();
        assertThat(RouteDescriptionCheck.problems(api::addTo)).isEmpty();
    }
}
