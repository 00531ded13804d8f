package dev.runner.coordinator.http;

import dev.runner.http.Routes;

/** The routes of events, sources and figures. */
public final class EventApiRoutes {

    private final InjectHandler inject;
    private final ValidateHandler validate;
    private final MetricsHandler metrics;

    public EventApiRoutes(InjectHandler inject, ValidateHandler validate, MetricsHandler metrics) {
        this.inject = inject;
        this.validate = validate;
        this.metrics = metrics;
    }

    void addTo(Routes routes, String root) {
        inject.addTo(routes, root + "/pipeline-groups/{id}");
        validate.addTo(routes, root);
        metrics.addTo(routes, root);
    }
}
