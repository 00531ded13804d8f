package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One route from a pipeline to another one.
 *
 * @param pipeline name of the target, without a replica's number
 * @param eventTypes patterns, see {@link EventTypePattern}
 * @param partitionKey the field whose value chooses the replica, see {@link KeyPartitioner}; null for round robin
 * @param replicas the target's replicas by their number, at least one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Link(
        String pipeline,
        @JsonProperty("event_types") List<String> eventTypes,
        @JsonProperty("partition_key") @Nullable String partitionKey,
        List<LinkTarget> replicas) {

    public Link(
            @Nullable String pipeline,
            @Nullable List<String> eventTypes,
            @Nullable String partitionKey,
            @Nullable List<LinkTarget> replicas) {
        this.pipeline = FieldValidation.requiredText("links.pipeline", pipeline);
        this.eventTypes = List.copyOf(FieldValidation.required("links.event_types", eventTypes));
        this.partitionKey = FieldValidation.optionalLine("links.partition_key", partitionKey);
        this.replicas = List.copyOf(FieldValidation.required("links.replicas", replicas));
        if (this.replicas.isEmpty()) {
            throw new IllegalArgumentException("links.replicas must name at least one");
        }
    }
}
