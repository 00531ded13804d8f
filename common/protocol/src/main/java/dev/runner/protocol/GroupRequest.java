package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines that are deployed together, and the routes between them.
 *
 * @param name for people; need not be unique
 * @param pipelines at least one; events without a matching route go to the first
 * @param routes the first one that matches an event applies
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GroupRequest(String name, List<PipelineRequest> pipelines, List<RouteRequest> routes) {

    public GroupRequest(
            @Nullable String name, @Nullable List<PipelineRequest> pipelines, @Nullable List<RouteRequest> routes) {
        this.name = FieldValidation.name("name", name);
        this.pipelines = List.copyOf(FieldValidation.required("pipelines", pipelines));
        this.routes = routes == null ? List.of() : List.copyOf(routes);
        FieldValidation.count("pipelines", this.pipelines.size(), 1, RequestLimits.PIPELINES_PER_GROUP);
        FieldValidation.count("routes", this.routes.size(), 0, RequestLimits.ROUTES_PER_GROUP);
        checkRoutes(names());
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        for (PipelineRequest pipeline : pipelines) {
            if (pipeline.name().equals(RouteRequest.EXTERNAL)) {
                throw new IllegalArgumentException(
                        "no pipeline may be named " + RouteRequest.EXTERNAL + ": it is the source of injected events");
            }
            if (!names.add(pipeline.name())) {
                throw new IllegalArgumentException(
                        "two pipelines are named \"" + pipeline.name() + "\"; a name is unique in its group");
            }
        }
        return names;
    }

    private void checkRoutes(Set<String> names) {
        for (RouteRequest route : routes) {
            if (!route.fromPipeline().equals(RouteRequest.EXTERNAL) && !names.contains(route.fromPipeline())) {
                throw noSuch("from_pipeline", route.fromPipeline());
            }
            if (!names.contains(route.toPipeline())) {
                throw noSuch("to_pipeline", route.toPipeline());
            }
        }
    }

    private static IllegalArgumentException noSuch(String field, String name) {
        return new IllegalArgumentException(
                "routes[]." + field + " names \"" + name + "\", which is not a pipeline of the group ("
                        + RouteRequest.EXTERNAL + " stands for injected events)");
    }
}
