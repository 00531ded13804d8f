package dev.runner.service.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("V42")
@Timeout(20)
class MetricsExpositionTest {

    private final LongAdder events = new LongAdder();
    private final Metrics metrics = new Metrics();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        metrics.counter("multihost_events", "Events taken in", events::sum)
                .gauge("multihost_pipelines", "Pipelines by state", List.of("state"), samples -> {
                    samples.add(2, "running");
                    samples.add(1, "fro\"zen");
                });
        server = HttpServer.open(BindAddress.of("127.231.1.6", 0));
        server.serve(ApiKey.NONE, routes -> metrics.addTo(routes, "/prometheus"));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private String scrape(Map<String, String> headers) throws IOException {
        URI uri = URI.create(server.bound().url() + "/prometheus");
        return new String(
                server.client().get(uri, headers, Duration.ofSeconds(60)).bytes(), UTF_8);
    }

    @Test
    void readsTheCountersOnEachScrape() throws IOException {
        events.add(41);
        assertThat(scrape(Map.of())).contains("multihost_events_total 41.0\n");

        events.increment();

        assertThat(scrape(Map.of()))
                .contains("# HELP multihost_events_total Events taken in\n", "# TYPE multihost_events_total counter\n")
                .contains("multihost_events_total 42.0\n", "multihost_pipelines{state=\"running\"} 2.0\n")
                .contains("{state=\"fro\\\"zen\"} 1.0\n")
                .doesNotContain("# EOF");
    }

    @Test
    void usesOpenMetricsOnRequest() throws IOException {
        assertThat(scrape(Map.of("Accept", "application/openmetrics-text; version=1.0.0")))
                .endsWith("# EOF\n");
    }

    @Test
    void refusesMetricsAfterTheFirstScrape() throws IOException {
        scrape(Map.of());

        assertThatThrownBy(() -> metrics.counter("late", "Late", () -> 1)).hasMessageContaining("late");
    }
}
