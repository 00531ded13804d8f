package dev.runner.coordinator.http;

import dev.runner.coordinator.metrics.CoordinatorMetrics;
import dev.runner.coordinator.metrics.PrometheusPage;
import dev.runner.member.http.Exchange;
import io.javalin.http.Context;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Shows what the coordinator counts. */
public final class MetricsHandler {

    private final CoordinatorMetrics metrics;
    private @Nullable PrometheusPage page;

    public MetricsHandler(CoordinatorMetrics metrics) {
        this.metrics = metrics;
    }

    /** {@code GET /metrics}. */
    public void metrics(Context context) {
        Exchange.answer(context, 200, metrics.view());
    }

    /** {@code GET /summary}. */
    public void summary(Context context) {
        Exchange.answer(context, 200, metrics.summary());
    }

    /** {@code GET /prometheus}. */
    public void prometheus(Context context) throws IOException {
        context.status(200).contentType(PrometheusPage.CONTENT_TYPE).result(page().text());
    }

    private synchronized PrometheusPage page() {
        if (page == null) {
            page = new PrometheusPage(metrics);
        }
        return page;
    }
}
