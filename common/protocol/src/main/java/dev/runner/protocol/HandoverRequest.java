package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Announces that a worker is about to end, so that the coordinator reads the state of its pipelines first.
 *
 * @param instance the instance of the worker's registration, so that an earlier incarnation cannot act for a later one
 * @param leaving true if it does not come back soon, so its pipelines move at once; false if it restarts
 */
public record HandoverRequest(
        String instance, @JsonProperty("leaving") Boolean leaving) {

    public HandoverRequest(@Nullable String instance, @Nullable Boolean leaving) {
        this.instance = FieldValidation.requiredText("instance", instance);
        this.leaving = FieldValidation.required("leaving", leaving);
    }
}
