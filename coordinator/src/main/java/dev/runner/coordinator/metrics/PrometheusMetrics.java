package dev.runner.coordinator.metrics;

import dev.runner.service.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The metrics under their Prometheus names. */
final class PrometheusMetrics {

    private final CoordinatorMetrics source;
    private final Metrics metrics = new Metrics();

    private PrometheusMetrics(CoordinatorMetrics source) {
        this.source = source;
    }

    static Metrics of(CoordinatorMetrics source) {
        return new PrometheusMetrics(source).all();
    }

    private Metrics all() {
        gauges("workers", "Registered workers", "state", MetricsView::workers);
        gauges("groups", "Pipeline groups", "status", MetricsView::groups);
        gauge("slots", "Pipelines and replicas that are to run", MetricsView::slots);
        gauge(
                "events_waiting",
                "Injected events that no worker has accepted yet",
                view -> view.events().waiting());
        gauge(
                "longest_queue",
                "The most events that wait for one pipeline or replica",
                view -> view.events().longestQueue());
        counter(
                "events_injected",
                "Events that were taken in",
                view -> view.events().injected());
        counter(
                "events_delivered",
                "Injected events that a worker has accepted",
                view -> view.events().delivered());
        counter(
                "events_failed",
                "Injected events that were answered by an error",
                view -> view.events().failed());
        counter(
                "events_repeated",
                "Injected events that were sent again",
                view -> view.events().repeated());
        counter("calls", "Calls to workers with events", view -> view.calls().made());
        counter(
                "calls_failed",
                "Calls to workers that no event came through",
                view -> view.calls().failed());
        metrics.counter(name("events_processed"), "Events that workers say they have processed", source::processed);
        metrics.counter(
                name("storage_failures"),
                "Attempts to write or read the storage that failed; /ready says whether it still does",
                source::storageFailures);
        metrics.counter(
                name("relocations"),
                "Pipelines and replicas that were moved to another worker",
                List.of("reason"),
                samples -> source.view().relocations().forEach((reason, count) -> samples.add(count, reason)));
        return metrics;
    }

    private static String name(String what) {
        return "coordinator_" + what;
    }

    private void gauges(String what, String help, String label, Function<MetricsView, Map<String, Integer>> of) {
        metrics.gauge(
                name(what),
                help,
                List.of(label),
                samples -> of.apply(source.view()).forEach((key, count) -> samples.add((long) count, key)));
    }

    private void gauge(String what, String help, ToLongFunction<MetricsView> of) {
        metrics.gauge(name(what), help, () -> of.applyAsLong(source.view()));
    }

    private void counter(String what, String help, ToLongFunction<MetricsView> of) {
        metrics.counter(name(what), help, () -> of.applyAsLong(source.view()));
    }
}
