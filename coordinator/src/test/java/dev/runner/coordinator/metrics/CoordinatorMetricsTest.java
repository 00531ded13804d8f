package dev.runner.coordinator.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistration;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.http.json.JsonRecords;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CoordinatorMetricsTest {

    private static final class FakeControlPlaneMetrics implements ControlPlaneMetrics {
        @Override
        public Map<String, Integer> groupsByStatus() {
            return Map.of("running", 2, "partially_running", 1, "failed", 1);
        }

        @Override
        public int slots() {
            return 7;
        }

        @Override
        public Map<String, Long> relocationsByReason() {
            return Map.of("drain", 3L);
        }

        @Override
        public long storageFailures() {
            return 2;
        }
    }

    private final ManualClock clock = new ManualClock();
    private final WorkerRegistry registry = new WorkerRegistry(clock);
    private final Throughput throughput = new Throughput();
    private final DeliveryQueueRegistry deliveries = new DeliveryQueueRegistry(
            (to, body) -> new CompletableFuture<>(),
            new ManualTaskScheduler(clock),
            clock,
            () -> "s",
            DeliverySettings.STANDARD);
    private final CoordinatorMetrics metrics =
            new CoordinatorMetrics(registry, throughput, deliveries, new FakeControlPlaneMetrics());

    @BeforeEach
    void listen() {
        registry.add(throughput);
    }

    private RegisteredWorker register(String id) {
        RegisteredWorker worker = registry.register(WorkerRegistration.of(
                new RegisterRequest(id, "http://127.0.0.1:9000", null, new Capacity(1, 0, 10), null), "127.0.0.1"));
        registry.activate(worker);
        return worker;
    }

    private void beat(String id, long processed) {
        assertThat(registry.heartbeat(id, new HeartbeatRequest(processed, 0))).isPresent();
    }

    @Test
    @Tag("V42")
    void theSummaryCountsWorkersAndGroups() {
        register("a");
        register("b");
        register("c");
        clock.pass(Duration.ofSeconds(20));
        beat("a", 0);
        beat("b", 0);
        registry.drain("b");
        registry.markSilentWorkersLost(clock.instant().minusSeconds(15));
        ClusterSummary summary = metrics.summary();
        assertThat(summary.totalWorkers()).isEqualTo(3);
        assertThat(summary.healthyWorkers()).isEqualTo(1);
        assertThat(summary.drainingWorkers()).isEqualTo(1);
        assertThat(summary.unhealthyWorkers()).isEqualTo(1);
        assertThat(summary.totalPipelineGroups()).isEqualTo(4);
        assertThat(summary.activePipelineGroups()).isEqualTo(3);
        assertThat(new String(JsonRecords.write(summary), UTF_8))
                .startsWith("{\"total_workers\":3,\"healthy_workers\":1,\"unhealthy_workers\":1,\"draining_workers\":1,"
                        + "\"total_pipeline_groups\":4,\"active_pipeline_groups\":3,\"total_events_processed\":0,"
                        + "\"events_per_second\":");
    }

    @Test
    @Tag("V42")
    void eventsPerSecondAreThoseBetweenTheLastHeartbeats() {
        register("a");
        register("b");
        clock.pass(Duration.ofSeconds(5));
        beat("a", 1000);
        beat("b", 500);
        clock.pass(Duration.ofSeconds(5));
        beat("a", 2000);
        beat("b", 500);
        assertThat(metrics.summary().eventsPerSecond()).isEqualTo(200);
        assertThat(metrics.summary().totalEventsProcessed()).isEqualTo(2500);
    }

    @Test
    @Tag("V42")
    void aWorkerThatStartsAnewCountsFromNoughtAndTheTotalGoesOn() {
        register("a");
        clock.pass(Duration.ofSeconds(5));
        beat("a", 1000);
        register("a");
        clock.pass(Duration.ofSeconds(5));
        beat("a", 50);
        assertThat(metrics.summary().totalEventsProcessed()).isEqualTo(1050);
        assertThat(metrics.summary().eventsPerSecond()).isEqualTo(10);
    }

    @Test
    @Tag("V42")
    void aLostWorkerProcessesNothing() {
        register("a");
        clock.pass(Duration.ofSeconds(5));
        beat("a", 1000);
        clock.pass(Duration.ofSeconds(20));
        registry.markSilentWorkersLost(clock.instant().minusSeconds(15));
        assertThat(metrics.summary().eventsPerSecond()).isZero();
        assertThat(metrics.summary().totalEventsProcessed()).isEqualTo(1000);
    }

    @Test
    @Tag("V42")
    void theJsonHasTheSameNumbers() {
        String json = new String(JsonRecords.write(metrics.view()), UTF_8);
        assertThat(json)
                .contains(
                        "\"slots\":7", "\"relocations\":{\"drain\":3}", "\"longest_queue\":0", "\"calls\":{\"made\":0");
    }
}
