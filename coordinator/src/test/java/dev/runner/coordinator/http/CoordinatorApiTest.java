package dev.runner.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.metrics.CoordinatorMetrics;
import dev.runner.coordinator.metrics.Throughput;
import dev.runner.coordinator.placement.PlacementStrategy;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.ControlPlaneServices;
import dev.runner.coordinator.relocation.ControlPlaneSettings;
import dev.runner.coordinator.restart.RollingRestart;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpServer;
import dev.runner.http.testing.RouteDescriptionCheck;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V42")
class CoordinatorApiTest {

    @Test
    void describesEveryRouteThatItServes() throws IOException {
        HttpServer server = HttpServer.open(BindAddress.of("127.232.3.1", 0));
        Clock clock = new ManualClock();
        WorkerRegistry registry = new WorkerRegistry(clock);
        GroupRegistry groups = new GroupRegistry();
        DeliveryQueueRegistry deliveries = new DeliveryQueueRegistry(
                (to, body) -> new CompletableFuture<>(),
                new ManualTaskScheduler(new ManualClock()),
                clock,
                () -> "s",
                DeliverySettings.STANDARD);
        ControlPlaneServices control = new ControlPlaneServices(
                new ControlPlaneServices.Parts(
                        registry,
                        groups,
                        CoordinatorStore.inMemory(),
                        new HttpWorkerPipelineClient(server.client()),
                        clock,
                        Runnable::run),
                new ControlPlaneSettings(PlacementStrategy.ROUND_ROBIN, Duration.ofSeconds(1)),
                deliveries,
                () -> "id");
        ResponseMapper views = new ResponseMapper(groups, registry);
        CoordinatorApi api = new CoordinatorApi(
                new RegistrationHandler(
                        registry, ApiKey.NONE, ApiKey.NONE, Duration.ofSeconds(5), "key", control.leave()),
                new WorkerHandler(registry, control.leave(), views),
                new GroupHandler(groups, control.service(), views),
                new MigrationHandler(groups, registry, control.migrations()),
                new EventHandlers(
                        new InjectHandler(id -> Optional.empty(), System::nanoTime),
                        new ValidateHandler(),
                        new MetricsHandler(
                                new CoordinatorMetrics(registry, new Throughput(), deliveries, control.figures()))),
                new RollingRestart(registry, worker -> {}, Runnable::run, Duration.ofSeconds(1)));

        assertThat(RouteDescriptionCheck.described(api::addTo))
                .isEqualTo(RouteDescriptionCheck.served(api::addTo))
                .contains("POST /api/v1/cluster/workers/{id}/heartbeat", "GET /openapi")
                .hasSizeGreaterThan(25);
        assertThat(RouteDescriptionCheck.problems(api::addTo)).isEmpty();
        server.stop();
    }
}
