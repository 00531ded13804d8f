package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A pipeline is to run on this worker from now on. */
public record MigrateRequest(
        @JsonProperty("target_worker_id") String targetWorkerId) {

    public MigrateRequest(@Nullable String targetWorkerId) {
        this.targetWorkerId = FieldValidation.requiredText("target_worker_id", targetWorkerId);
    }
}
