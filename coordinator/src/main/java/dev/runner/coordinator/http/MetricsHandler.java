package dev.runner.coordinator.http;

import dev.runner.coordinator.metrics.CoordinatorMetrics;
import dev.runner.coordinator.metrics.MetricsView;
import dev.runner.coordinator.metrics.PrometheusPage;
import dev.runner.coordinator.metrics.Summary;
import dev.runner.member.http.Exchange;
import dev.runner.member.http.Routes;
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

    /** Adds {@code metrics}, {@code summary} and {@code prometheus} below this path. */
    public void addTo(Routes routes, String root) {
        routes.get(root + "/metrics")
                .summary("All that the coordinator counts")
                .answers(200, MetricsView.class)
                .handle(context -> Exchange.answer(context, 200, metrics.view()));
        routes.get(root + "/summary")
                .summary("The cluster in a few numbers")
                .answers(200, Summary.class)
                .handle(context -> Exchange.answer(context, 200, metrics.summary()));
        routes.get(root + "/prometheus")
                .summary("All that the coordinator counts, in Prometheus' text format")
                .answers(200, String.class, "text/plain")
                .handle(this::prometheus);
    }

    private void prometheus(Context context) throws IOException {
        context.status(200).contentType(PrometheusPage.CONTENT_TYPE).result(page().text());
    }

    private synchronized PrometheusPage page() {
        if (page == null) {
            page = new PrometheusPage(metrics);
        }
        return page;
    }
}
