package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route: events of these types go from one pipeline to another.
 *
 * @param fromPipeline a pipeline of the group, or {@link #EXTERNAL}
 * @param toPipeline a pipeline of the group
 * @param eventTypes patterns, see {@link EventTypePattern}
 * @param mqttTopic stored only; there is no MQTT transport yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteRequest(
        @JsonProperty("from_pipeline") String fromPipeline,
        @JsonProperty("to_pipeline") String toPipeline,
        @JsonProperty("event_types") List<String> eventTypes,
        @JsonProperty("mqtt_topic") @Nullable String mqttTopic) {

    /** The source of injected events. */
    public static final String EXTERNAL = "_external";

    public RouteRequest(
            @Nullable String fromPipeline,
            @Nullable String toPipeline,
            @Nullable List<String> eventTypes,
            @Nullable String mqttTopic) {
        this.fromPipeline = PipelineNameRule.checked("routes[].from_pipeline", fromPipeline);
        this.toPipeline = PipelineNameRule.checked("routes[].to_pipeline", toPipeline);
        this.eventTypes = List.copyOf(FieldValidation.required("routes[].event_types", eventTypes));
        this.mqttTopic = FieldValidation.optionalLine("routes[].mqtt_topic", mqttTopic);
        FieldValidation.count("routes[].event_types", this.eventTypes.size(), 1, RequestLimits.EVENT_TYPES_PER_ROUTE);
        this.eventTypes.forEach(RouteRequest::checkPattern);
    }

    private static void checkPattern(String pattern) {
        FieldValidation.name("routes[].event_types", pattern);
        int star = pattern.indexOf('*');
        if (star >= 0 && star < pattern.length() - 1) {
            throw new IllegalArgumentException(
                    "routes[].event_types may have '*' only at the end of a pattern, but one is \"" + pattern + "\"");
        }
    }
}
