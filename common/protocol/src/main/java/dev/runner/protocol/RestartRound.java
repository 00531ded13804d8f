package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A coordinated restart of all workers, one at a time.
 *
 * @param workers in the order in which they restart
 * @param error why it failed; null unless it has failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestartRound(
        State status, List<RestartStep> workers, @Nullable String error) {

    public RestartRound {
        workers = List.copyOf(workers);
    }

    /** The status of the round. */
    public enum State {
        /** None has been requested since the coordinator started. */
        @JsonProperty("none")
        NONE,
        /** It is in progress. */
        @JsonProperty("restarting")
        RESTARTING,
        /** Every worker has restarted. */
        @JsonProperty("done")
        DONE,
        /** A worker did not come back; those after it were not restarted. */
        @JsonProperty("failed")
        FAILED
    }
}
