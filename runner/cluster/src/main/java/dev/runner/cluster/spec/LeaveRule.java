package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is run when a member is taken out of the running cluster, so that the others do not wait for it. */
public record LeaveRule(
        @JsonProperty
        @JsonPropertyDescription(
                "Run in the place of the member that leaves, before it is stopped. Where it fails, the member stays.")
        @Nullable CommandTemplate command,

        @JsonProperty
        @JsonPropertyDescription("Run in the place of each other member of the kind that is ready, when it has left.")
        @Nullable CommandTemplate others,

        @JsonProperty(defaultValue = "60s") @JsonPropertyDescription("How long each of these commands may take.")
        Duration timeout) {}
