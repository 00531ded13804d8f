package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A coordinated restart of all workers, one after the other.
 *
 * @param workers in the order of their turns
 * @param error why it stopped; null unless it has failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestartRound(
        State status, List<RestartStep> workers, @Nullable String error) {

    public RestartRound {
        workers = List.copyOf(workers);
    }

    /** How far the round has come. */
    public enum State {
        /** None was asked for since the coordinator started. */
        @JsonProperty("none")
        NONE,
        /** It is under way. */
        @JsonProperty("restarting")
        RESTARTING,
        /** Every worker is back. */
        @JsonProperty("done")
        DONE,
        /** A worker did not come back; those after it were left alone. */
        @JsonProperty("failed")
        FAILED
    }
}
