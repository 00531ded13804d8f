package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Duration;
import java.util.List;

/** Which exits are followed by a restart, after what delay, and how many of them are too many. */
public record RestartRule(
        @JsonProperty(defaultValue = "55")
        @JsonPropertyDescription("The exit codes that ask for a restart; every other one but 0 is fatal.")
        List<Integer> on,

        @JsonProperty(defaultValue = "250ms")
        @JsonPropertyDescription("The delay before the first restart; it doubles with each further one.")
        Duration delay,

        @JsonProperty(defaultValue = "5s") @JsonPropertyDescription("The longest delay.")
        Duration maxDelay,

        @JsonProperty(defaultValue = "10s")
        @JsonPropertyDescription("After so long of good running the delay starts anew.")
        Duration reset,

        @JsonProperty(defaultValue = "10")
        @JsonPropertyDescription("More restarts than this within the time below are fatal.")
        int limit,

        @JsonProperty(defaultValue = "60s") @JsonPropertyDescription("The time in which restarts are counted.")
        Duration within) {}
