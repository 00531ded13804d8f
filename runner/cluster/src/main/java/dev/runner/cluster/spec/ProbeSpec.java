package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a member of a kind proves that it is ready: by at most one of the probes. */
public record ProbeSpec(
        @JsonProperty @JsonPropertyDescription("A port that accepts connections: PORT or {port: PORT}.") @Nullable TcpProbeSpec tcp,

        @JsonProperty @JsonPropertyDescription("A UDP port that is bound by the member: PORT.") @Nullable TemplateText udp,

        @JsonProperty @JsonPropertyDescription("An HTTP request that is answered as expected.") @Nullable HttpProbeSpec http,

        @JsonProperty
        @JsonPropertyDescription("A regular expression for a line of output, counted from the start of the process on.")
        @Nullable TemplateText log,

        @JsonProperty
        @JsonPropertyDescription("A command that ends with exit code 0, in the member's directory and environment.")
        @Nullable CommandTemplate command,

        @JsonProperty
        @JsonPropertyDescription("true: the member says so itself, by a line in the pipe MULTIHOST_NOTICES.")
        @Nullable Boolean notice,

        @JsonProperty(defaultValue = "50ms")
        @JsonPropertyDescription("How long between two attempts; the first ones follow each other faster.")
        Duration interval,

        @JsonProperty
        @JsonPropertyDescription(
                "How long one attempt may take. Default: 2s, for a command 10s. `timeout` of tcp and http wins.")
        @Nullable Duration attempt,

        @JsonProperty(defaultValue = "60s") @JsonPropertyDescription("How long a member may take to be ready.")
        Duration timeout) {}
