package dev.runner.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.restart.ClusterRestart;
import dev.runner.member.ApiKey;
import dev.runner.member.testing.DescribedRoutes;
import dev.runner.member.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V42")
class CoordinatorApiTest {

    private final WorkerRegistry registry = new WorkerRegistry(new ManualClock());
    private final CoordinatorApi api = new CoordinatorApi(
            registry,
            new ClusterRestart(registry, worker -> {}, Runnable::run, Duration.ofSeconds(1)),
            new RegistrationHandler(registry, ApiKey.NONE, ApiKey.NONE, Duration.ofSeconds(5)));

    @Test
    void describesEveryRouteThatItServes() {
        assertThat(DescribedRoutes.described(api::addTo))
                .isEqualTo(DescribedRoutes.served(api::addTo))
                .contains("POST /api/v1/cluster/workers/{id}/heartbeat", "GET /openapi");
    }

    @Test
    void describesThemSoThatItCanBeUsed() {
        assertThat(DescribedRoutes.problems(api::addTo)).isEmpty();
    }
}
