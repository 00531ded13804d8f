package dev.runner.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.member.testing.DescribedRoutes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V42")
class WorkerApiTest {

    private final WorkerApi api = new WorkerApi(() -> true, () -> {});

    @Test
    void describesEveryRouteThatItServes() {
        assertThat(DescribedRoutes.described(api::addTo))
                .isEqualTo(DescribedRoutes.served(api::addTo))
                .contains("POST /api/v1/restart", "GET /openapi");
    }
}
