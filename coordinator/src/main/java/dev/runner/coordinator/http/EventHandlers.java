package dev.runner.coordinator.http;

<<<<<<< HEAD
import dev.runner.member.http.Route;
import dev.runner.member.http.Routes;
import dev.runner.protocol.Limits;
import java.util.Map;
=======
import dev.runner.member.http.Routes;
>>>>>>> delivery

/** The routes of events, sources and figures. */
public final class EventHandlers {

    private final InjectHandler inject;
    private final ValidateHandler validate;
    private final MetricsHandler metrics;

    public EventHandlers(InjectHandler inject, ValidateHandler validate, MetricsHandler metrics) {
        this.inject = inject;
        this.validate = validate;
        this.metrics = metrics;
    }

<<<<<<< HEAD
    void addTo(Routes routes) {
        String group = CoordinatorApi.ROOT + "/pipeline-groups/{id}";
        routes.post(group + "/inject")
                .summary("Gives one event to the group: {event_type, fields, event_id}")
                .body(Map.class)
                .answers(200, Map.class)
                .fails(404, 502, 503)
                .handle(inject::inject);
        routes.post(group + "/inject-batch")
                .summary("Gives many events to the group")
                .body(Map.class)
                .body(Map.class, Route.JSON_LINES)
                .limit(Limits.BATCH_BYTES)
                .answers(200, Map.class)
                .fails(404, 503)
                .handle(inject::injectBatch);
        routes.post(CoordinatorApi.ROOT + "/validate")
                .summary("What a deploy would say about a source")
                .body(ValidateRequest.class)
                .answers(200, ValidateResponse.class)
                .handle(validate::validate);
        addFigures(routes);
    }

    private void addFigures(Routes routes) {
        routes.get(CoordinatorApi.ROOT + "/metrics")
                .summary("What the coordinator counts")
                .answers(200, Map.class)
                .handle(metrics::metrics);
        routes.get(CoordinatorApi.ROOT + "/summary")
                .summary("The cluster in a few numbers")
                .answers(200, Map.class)
                .handle(metrics::summary);
        routes.get(CoordinatorApi.ROOT + "/prometheus")
                .summary("What the coordinator counts, for Prometheus")
                .answers(200, String.class, "text/plain")
                .handle(metrics::prometheus);
=======
    void addTo(Routes routes, String root) {
        inject.addTo(routes, root + "/pipeline-groups/{id}");
        validate.addTo(routes, root);
        metrics.addTo(routes, root);
>>>>>>> delivery
    }
}
