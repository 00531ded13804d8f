package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Asks for a pipeline to be moved to this worker. */
public record MigrateRequest(
        @JsonProperty("target_worker_id") String targetWorkerId) {

    public MigrateRequest(@Nullable String targetWorkerId) {
        this.targetWorkerId = FieldValidation.requiredText("target_worker_id", targetWorkerId);
    }
}
