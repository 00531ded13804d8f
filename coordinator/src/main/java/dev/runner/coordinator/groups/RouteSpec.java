package dev.runner.coordinator.groups;

import dev.runner.protocol.RouteRequest;
import java.util.List;

/**
 * A route of a group: which events go to which pipeline.
 *
 * @param from a pipeline, or {@link RouteRequest#EXTERNAL}
 * @param eventTypes patterns, see {@link dev.runner.protocol.EventTypePattern}
 */
public record RouteSpec(String from, String to, List<String> eventTypes) {

    static RouteSpec of(RouteRequest route) {
        return new RouteSpec(route.fromPipeline(), route.toPipeline(), route.eventTypes());
    }
}
