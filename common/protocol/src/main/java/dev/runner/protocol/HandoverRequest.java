package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A worker is about to end, and the coordinator is to take the state of its pipelines before.
 *
 * @param instance of the worker's registration, so that an earlier incarnation cannot speak for a later one
 * @param leaving true: it does not come back soon, its pipelines are to run elsewhere at once; false: it restarts
 */
public record HandoverRequest(
        String instance, @JsonProperty("leaving") Boolean leaving) {

    public HandoverRequest(@Nullable String instance, @Nullable Boolean leaving) {
        this.instance = FieldValidation.requiredText("instance", instance);
        this.leaving = FieldValidation.required("leaving", leaving);
    }
}
