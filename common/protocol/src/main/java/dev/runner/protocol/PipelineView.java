package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as its worker shows it.
 *
 * @param id the id of this deployment, never reused
 * @param eventsProcessed the number of events that this pipeline has processed; moves with its state
 * @param assignment null for a pipeline that a user deployed directly on this worker
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineView(
        String id,
        String name,
        PipelineState status,
        @JsonProperty("events_processed") Long eventsProcessed,
        @Nullable Assignment assignment) {

    public PipelineView(
            @Nullable String id,
            @Nullable String name,
            @Nullable PipelineState status,
            @Nullable Long eventsProcessed,
            @Nullable Assignment assignment) {
        this.id = FieldValidation.requiredText("id", id);
        this.name = name == null ? this.id : name;
        this.status = status == null ? PipelineState.RUNNING : status;
        this.eventsProcessed = eventsProcessed == null ? 0L : eventsProcessed;
        this.assignment = assignment;
    }
}
