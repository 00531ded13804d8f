package dev.runner.coordinator.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** The metrics as Prometheus reads them. One is made when somebody asks first: its library is no part of the start. */
public final class PrometheusPage {

    /** The content type of {@link #text}. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final CoordinatorMetrics metrics;

    public PrometheusPage(CoordinatorMetrics metrics) {
        this.metrics = metrics;
        gauges("cluster_workers", "Registered workers.", "state", MetricsView::workers);
        gauges("cluster_groups", "Pipeline groups.", "status", MetricsView::groups);
        gauge("cluster_slots", "Pipelines and replicas that are to run.", MetricsView::slots);
        gauge(
                "cluster_events_waiting",
                "Injected events that no worker has accepted yet.",
                view -> view.events().waiting());
        gauge(
                "cluster_events_longest_queue",
                "The most events that wait for one pipeline or replica.",
                view -> view.events().longestQueue());
        counter(
                "cluster_events_injected",
                "Events that were taken in.",
                view -> view.events().injected());
        counter(
                "cluster_events_delivered",
                "Injected events that a worker has accepted.",
                view -> view.events().delivered());
        counter(
                "cluster_events_failed",
                "Injected events that were answered by an error.",
                view -> view.events().failed());
        counter(
                "cluster_events_repeated",
                "Injected events that were sent again.",
                view -> view.events().repeated());
        counter(
                "cluster_calls",
                "Calls to workers with events.",
                view -> view.calls().made());
        counter(
                "cluster_calls_failed",
                "Calls to workers that no event came through.",
                view -> view.calls().failed());
        counter(
                "cluster_events_processed",
                "Events that workers say they have processed.",
                view -> metrics.eventsProcessed());
        relocations();
    }

    /** The page of this moment, in Prometheus' text format. */
    public byte[] text() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toByteArray();
    }

    private void gauges(String name, String help, String label, Function<MetricsView, Map<String, Integer>> of) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(gauge -> of.apply(metrics.view()).forEach((key, value) -> gauge.call(value, key)))
                .register(registry);
    }

    private void gauge(String name, String help, Function<MetricsView, Number> of) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(of.apply(metrics.view()).doubleValue()))
                .register(registry);
    }

    private void counter(String name, String help, Function<MetricsView, Number> of) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(counter -> counter.call(of.apply(metrics.view()).doubleValue()))
                .register(registry);
    }

    private void relocations() {
        CounterWithCallback.builder()
                .name("cluster_relocations")
                .help("Pipelines and replicas that were moved to another worker.")
                .labelNames("reason")
                .callback(
                        counter -> metrics.view().relocations().forEach((reason, count) -> counter.call(count, reason)))
                .register(registry);
    }
}
