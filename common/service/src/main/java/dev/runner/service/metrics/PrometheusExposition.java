package dev.runner.service.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exposes metrics through the Prometheus library. The only class that uses the library. */
final class PrometheusExposition {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    PrometheusExposition(List<Metrics.Metric> metrics) {
        metrics.forEach(this::register);
    }

    private void register(Metrics.Metric metric) {
        String[] labels = metric.labels().toArray(new String[0]);
        if (metric.isCounter()) {
            CounterWithCallback.builder()
                    .name(metric.name())
                    .help(metric.help())
                    .labelNames(labels)
                    .callback(callback -> metric.values().accept(callback::call))
                    .register(registry);
        } else {
            GaugeWithCallback.builder()
                    .name(metric.name())
                    .help(metric.help())
                    .labelNames(labels)
                    .callback(callback -> metric.values().accept(callback::call))
                    .register(registry);
        }
    }

    /**
     * The content type of the response.
     *
     * @param accepted the client's Accept header; null if it sent none
     */
    String contentType(@Nullable String accepted) {
        return writer(accepted).getContentType();
    }

    byte[] write(@Nullable String accepted) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(4096);
        writer(accepted).write(text, registry.scrape());
        return text.toByteArray();
    }

    private ExpositionFormatWriter writer(@Nullable String accepted) {
        return formats.findWriter(accepted == null ? "" : accepted);
    }
}
