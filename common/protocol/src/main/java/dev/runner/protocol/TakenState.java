package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A state that the coordinator has saved durably.
 *
 * @param pipelineId of the deployment
 * @param version of its checkpoint
 */
public record TakenState(@JsonProperty("pipeline_id") String pipelineId, Long version) {

    public TakenState(@Nullable String pipelineId, @Nullable Long version) {
        this.pipelineId = FieldValidation.requiredText("taken.pipeline_id", pipelineId);
        this.version = FieldValidation.required("taken.version", version);
    }
}
