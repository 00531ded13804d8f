package dev.runner.coordinator.http;

import dev.runner.coordinator.metrics.ClusterSummary;
import dev.runner.coordinator.metrics.CoordinatorMetrics;
import dev.runner.coordinator.metrics.MetricsView;
import dev.runner.http.HttpBodies;
import dev.runner.http.Routes;

/** Shows what the coordinator counts. */
public final class MetricsHandler {

    private final CoordinatorMetrics metrics;

    public MetricsHandler(CoordinatorMetrics metrics) {
        this.metrics = metrics;
    }

    /** Adds {@code metrics}, {@code summary} and {@code prometheus} below this path. */
    void addTo(Routes routes, String root) {
        routes.get(root + "/metrics")
                .summary("All that the coordinator counts")
                .answers(200, MetricsView.class)
                .handle(context -> HttpBodies.answer(context, 200, metrics.view()));
        routes.get(root + "/summary")
                .summary("The cluster in a few numbers")
                .answers(200, ClusterSummary.class)
                .handle(context -> HttpBodies.answer(context, 200, metrics.summary()));
        metrics.prometheus().addTo(routes, root + "/prometheus");
    }
}
