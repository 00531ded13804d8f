package dev.runner.coordinator.metrics;

import dev.runner.coordinator.delivery.DeliveryCounters;
import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.protocol.WorkerState;
import dev.runner.service.metrics.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects all metrics on demand. */
public final class CoordinatorMetrics {

    private final WorkerRegistry registry;
    private final Throughput throughput;
    private final DeliveryQueueRegistry deliveries;
    private final ControlPlaneMetrics control;

    public CoordinatorMetrics(
            WorkerRegistry registry,
            Throughput throughput,
            DeliveryQueueRegistry deliveries,
            ControlPlaneMetrics control) {
        this.registry = registry;
        this.throughput = throughput;
        this.deliveries = deliveries;
        this.control = control;
    }

    public ClusterSummary summary() {
        List<RegisteredWorker> workers = registry.all();
        Map<String, Integer> states = states(workers);
        Map<String, Integer> groups = control.groupsByStatus();
        return new ClusterSummary(
                workers.size(),
                count(states, WorkerState.READY) + count(states, WorkerState.BUSY),
                count(states, WorkerState.UNHEALTHY),
                count(states, WorkerState.DRAINING),
                groups.values().stream().mapToInt(Integer::intValue).sum(),
                groups.getOrDefault("running", 0) + groups.getOrDefault("partially_running", 0),
                throughput.total(),
                Math.round(throughput.perSecond(workers) * 10) / 10.0);
    }

    public MetricsView view() {
        DeliveryCounters counters = deliveries.counters();
        long waiting = 0;
        int longest = 0;
        for (DeliveryQueue queue : deliveries.queues()) {
            int length = queue.waiting();
            waiting += length;
            longest = Math.max(longest, length);
        }
        return new MetricsView(
                states(registry.all()),
                control.groupsByStatus(),
                control.slots(),
                new MetricsView.Events(
                        counters.injected(),
                        counters.delivered(),
                        counters.failed(),
                        counters.repeated(),
                        waiting,
                        longest),
                new MetricsView.Calls(counters.calls(), counters.failedCalls()),
                control.relocationsByReason());
    }

    long storageFailures() {
        return control.storageFailures();
    }

    long processed() {
        return throughput.total();
    }

    /** The same metrics for Prometheus. */
    public Metrics prometheus() {
        return PrometheusMetrics.of(this);
    }

    private static Map<String, Integer> states(List<RegisteredWorker> workers) {
        Map<String, Integer> states = new LinkedHashMap<>();
        for (WorkerState state : WorkerState.values()) {
            states.put(state.name().toLowerCase(Locale.ROOT), 0);
        }
        workers.forEach(worker -> states.merge(worker.state().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
        return states;
    }

    private static int count(Map<String, Integer> states, WorkerState state) {
        return states.getOrDefault(state.name().toLowerCase(Locale.ROOT), 0);
    }
}
