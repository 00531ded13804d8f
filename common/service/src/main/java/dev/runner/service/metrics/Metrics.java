package dev.runner.service.metrics;

import dev.runner.http.Route;
import dev.runner.http.Routes;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a service, read from its own counters on each scrape. The Prometheus library is loaded by the first
 * scrape, and counting costs no more than a {@link java.util.concurrent.atomic.LongAdder}.
 */
public final class Metrics {

    /** Receives the values of a metric with labels. */
    @FunctionalInterface
    public interface Samples {

        /** Adds a value, with the labels in the order of their names. */
        void add(double value, String... labels);

        /** Adds a whole number, with a precision of 53 bits. */
        default void add(long value, String... labels) {
            add((double) value, labels);
        }
    }

    /** The definition of a metric. */
    record Metric(boolean isCounter, String name, String help, List<String> labels, Consumer<Samples> values) {

        Metric {
            labels = List.copyOf(labels);
        }
    }

    private final List<Metric> all = new ArrayList<>();
    private @Nullable PrometheusExposition exposition;

    /** Adds a counter; {@code _total} is appended to its name. */
    public Metrics counter(String name, String help, LongSupplier value) {
        return add(new Metric(true, name, help, List.of(), samples -> samples.add(value.getAsLong())));
    }

    /** One value for each combination of labels, computed on each scrape. */
    public Metrics counter(String name, String help, List<String> labels, Consumer<Samples> values) {
        return add(new Metric(true, name, help, labels, values));
    }

    /** Adds a gauge. */
    public Metrics gauge(String name, String help, LongSupplier value) {
        return add(new Metric(false, name, help, List.of(), samples -> samples.add(value.getAsLong())));
    }

    /** One value for each combination of labels, computed on each scrape. */
    public Metrics gauge(String name, String help, List<String> labels, Consumer<Samples> values) {
        return add(new Metric(false, name, help, labels, values));
    }

    private synchronized Metrics add(Metric metric) {
        if (exposition != null) {
            throw new IllegalStateException(
                    metric.name() + " is registered too late: the metrics have been scraped already");
        }
        all.add(metric);
        return this;
    }

    /** Adds the route for scrapes. */
    public void addTo(Routes routes, String path) {
        routes.get(path)
                .summary("Metrics for Prometheus")
                .answers(200, String.class, Route.TEXT)
                .handle(this::show);
    }

    private void show(Context context) throws IOException {
        PrometheusExposition shown = exposition();
        String accepted = context.header("Accept");
        context.status(200);
        context.contentType(shown.contentType(accepted)).result(shown.write(accepted));
    }

    private synchronized PrometheusExposition exposition() {
        if (exposition == null) {
            exposition = new PrometheusExposition(all);
        }
        return exposition;
    }
}
