package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's state is to be read. All parts may be left out.
 *
 * @param freeze whether it takes no more events from then on
 * @param epoch of the deployment that is meant; refused where it has another one; null: whichever it has
 * @param since a version that the caller has: where nothing has changed since, the answer is 204; null: answer always
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointRequest(
        @Nullable Boolean freeze,
        @Nullable Long epoch,
        @Nullable Long since) {}
