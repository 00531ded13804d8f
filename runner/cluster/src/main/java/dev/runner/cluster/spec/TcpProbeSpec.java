package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;
import java.time.Duration;

/** Ready when a port accepts connections. */
public record TcpProbeSpec(
        @JsonProperty(required = true) @JsonPropertyDescription("The port, on the member's address.")
        TemplateText port,

        @JsonProperty(defaultValue = "2s") @JsonPropertyDescription("How long one attempt may take.")
        Duration timeout) {
    /** The short form. */
    @JsonCreator
    public static TcpProbeSpec of(TemplateText port) {
        return new TcpProbeSpec(port, Duration.ofSeconds(2));
    }
}
