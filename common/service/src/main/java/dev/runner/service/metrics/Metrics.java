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
 * The metrics of a member, read from its own counters when somebody asks. Nothing of the Prometheus library is loaded
 * before the first time, and counting costs what a {@link java.util.concurrent.atomic.LongAdder} costs.
 */
public final class Metrics {

    /** Takes the values of a metric that has labels. */
    @FunctionalInterface
    public interface Samples {

        /** Adds one, with a value for each label in the order of their names. */
        void add(double value, String... labels);

        /** Adds a whole number, to a precision of 53 bits. */
        default void add(long value, String... labels) {
            add((double) value, labels);
        }
    }

    /** What becomes a metric. */
    record Metric(boolean isCounter, String name, String help, List<String> labels, Consumer<Samples> values) {

        Metric {
            labels = List.copyOf(labels);
        }
    }

    private final List<Metric> all = new ArrayList<>();
    private @Nullable PrometheusExposition exposition;

    /** A number that only grows. Its name is shown with {@code _total} behind it. */
    public Metrics counter(String name, String help, LongSupplier value) {
        return add(new Metric(true, name, help, List.of(), samples -> samples.add(value.getAsLong())));
    }

    /** One number for each combination of labels that is added when they are asked for. */
    public Metrics counter(String name, String help, List<String> labels, Consumer<Samples> values) {
        return add(new Metric(true, name, help, labels, values));
    }

    /** A number that grows and shrinks. */
    public Metrics gauge(String name, String help, LongSupplier value) {
        return add(new Metric(false, name, help, List.of(), samples -> samples.add(value.getAsLong())));
    }

    /** One number for each combination of labels that is added when they are asked for. */
    public Metrics gauge(String name, String help, List<String> labels, Consumer<Samples> values) {
        return add(new Metric(false, name, help, labels, values));
    }

    private synchronized Metrics add(Metric metric) {
        if (exposition != null) {
            throw new IllegalStateException(metric.name() + " comes too late: the metrics have been shown already");
        }
        all.add(metric);
        return this;
    }

    /** Adds the route that shows them. */
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
