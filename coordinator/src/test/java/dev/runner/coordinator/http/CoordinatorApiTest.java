package dev.runner.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.health.HeartbeatVerifier;
import dev.runner.coordinator.metrics.CoordinatorMetrics;
import dev.runner.coordinator.metrics.Throughput;
import dev.runner.coordinator.placement.PlacementStrategy;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.ControlPlaneFixture;
import dev.runner.coordinator.restart.RollingRestart;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpServer;
import dev.runner.http.testing.RouteDescriptionCheck;
import dev.runner.service.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V42")
class CoordinatorApiTest {

    @Test
    void describesEveryRouteThatItServes() throws IOException {
        HttpServer server = HttpServer.open(BindAddress.of("127.232.3.1", 0));
        ControlPlaneFixture control = new ControlPlaneFixture(
                CoordinatorStore.inMemory(),
                new HttpWorkerPipelineClient(server.client()),
                new ManualClock(),
                () -> "id",
                Runnable::run,
                PlacementStrategy.ROUND_ROBIN,
                Duration.ofSeconds(1));
        WorkerRegistry registry = control.registry;
        GroupRegistry groups = control.groups;
        ResponseMapper views = new ResponseMapper(groups, registry);
        CoordinatorApi api = new CoordinatorApi(
                new RegistrationHandler(
                        registry,
                        ApiKey.NONE,
                        ApiKey.NONE,
                        Duration.ofSeconds(5),
                        "key",
                        control.drainer,
                        new HeartbeatVerifier(registry, () -> "token", new HttpWorkerProbe(server.client()))),
                new WorkerHandler(registry, control.drainer, views),
                new GroupHandler(groups, control.service, views),
                new MigrationHandler(groups, registry, control.migrations),
                new EventApiRoutes(
                        new InjectHandler(id -> Optional.empty(), System::nanoTime),
                        new ValidateHandler(),
                        new MetricsHandler(new CoordinatorMetrics(
                                registry, new Throughput(), control.deliveries, control.metrics))),
                new RollingRestart(registry, worker -> {}, Runnable::run, Duration.ofSeconds(1)),
                Optional::empty);

        assertThat(RouteDescriptionCheck.described(api::addTo))
                .isEqualTo(RouteDescriptionCheck.served(api::addTo))
                .contains("POST /api/v1/cluster/workers/{id}/heartbeat", "GET /openapi")
                .hasSizeGreaterThan(25);
        assertThat(RouteDescriptionCheck.problems(api::addTo)).isEmpty();
        server.stop();
    }
}
