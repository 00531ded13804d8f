package dev.runner.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.coordinator.delivery.Deliveries;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.delivery.RequestMemory;
import dev.runner.coordinator.groups.GroupTable;
import dev.runner.coordinator.metrics.CoordinatorMetrics;
import dev.runner.coordinator.metrics.Throughput;
import dev.runner.coordinator.placement.Strategy;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.Control;
import dev.runner.coordinator.relocation.ControlSettings;
import dev.runner.coordinator.restart.ClusterRestart;
import dev.runner.coordinator.store.ClusterStore;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.MemberServer;
import dev.runner.http.testing.DescribedRoutes;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualSchedule;
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
        MemberServer server = MemberServer.open(BindAddress.of("127.232.3.1", 0));
        Clock clock = new ManualClock();
        WorkerRegistry registry = new WorkerRegistry(clock);
        GroupTable groups = new GroupTable();
        Deliveries deliveries = new Deliveries(
                (to, body) -> new CompletableFuture<>(),
                new ManualSchedule(new ManualClock()),
                clock,
                () -> "s",
                DeliverySettings.STANDARD);
        Control control = new Control(
                new Control.Parts(
                        registry,
                        groups,
                        ClusterStore.inMemory(),
                        new HttpWorkerPipelines(server.client()),
                        clock,
                        Runnable::run),
                new ControlSettings(Strategy.ROUND_ROBIN, Duration.ofSeconds(1)),
                deliveries,
                () -> "id");
        Views views = new Views(groups, registry);
        CoordinatorApi api = new CoordinatorApi(
                new RegistrationHandler(
                        registry,
                        ApiKey.NONE,
                        ApiKey.NONE,
                        Duration.ofSeconds(5),
                        "key",
                        control.leave(),
                        Runnable::run),
                new WorkerHandler(registry, control.leave(), views),
                new GroupHandler(groups, control.service(), views),
                new MigrationHandler(groups, registry, control.migrations()),
                new EventHandlers(
                        new InjectHandler(
                                id -> Optional.empty(), new RequestMemory(1), server.executor(), System::nanoTime),
                        new ValidateHandler(),
                        new MetricsHandler(
                                new CoordinatorMetrics(registry, new Throughput(), deliveries, control.figures()))),
                new ClusterRestart(registry, worker -> {}, Runnable::run, Duration.ofSeconds(1)));

        assertThat(DescribedRoutes.described(api::addTo))
                .isEqualTo(DescribedRoutes.served(api::addTo))
                .contains("POST /api/v1/cluster/workers/{id}/heartbeat", "GET /openapi")
                .hasSizeGreaterThan(25);
        assertThat(DescribedRoutes.problems(api::addTo)).isEmpty();
        server.stop();
    }
}
