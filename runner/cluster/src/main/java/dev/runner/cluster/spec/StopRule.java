package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Duration;

/** How a member is asked to end, and how long it is waited for before it is killed. */
public record StopRule(
        @JsonProperty(defaultValue = "TERM") @JsonPropertyDescription("The signal that asks the member to end.")
        StopSignal signal,

        @JsonProperty(defaultValue = "10s") @JsonPropertyDescription("How long it may take until it is killed.")
        Duration grace,

        @JsonProperty(defaultValue = "as-started")
        @JsonPropertyDescription(
                "as-started: the opposite of the order of the start; together; or one-by-one, the first one last.")
        StopOrder order) {}
