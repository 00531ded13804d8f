package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ready when a port accepts connections. */
public record TcpProbeSpec(
        @JsonProperty(required = true) @JsonPropertyDescription("The port, on the member's address.")
        TemplateText port,

        @JsonProperty @JsonPropertyDescription("How long one attempt may take. Default: 2s.") @Nullable Duration timeout) {
    /** The short form. */
    @JsonCreator
    public static TcpProbeSpec of(TemplateText port) {
        return new TcpProbeSpec(port, null);
    }
}
