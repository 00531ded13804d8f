package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a pipeline's state. All fields are optional.
 *
 * @param freeze true: the pipeline stops taking events; false: one that has stopped refuses; null: either
 * @param epoch the expected epoch; another one is refused; null for any
 * @param since the version that the caller has: the response is 204 if nothing has changed since; null for always
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointRequest(
        @Nullable Boolean freeze,
        @Nullable Long epoch,
        @Nullable Long since) {}
