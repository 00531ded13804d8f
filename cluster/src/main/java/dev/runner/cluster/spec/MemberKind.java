package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;
import java.util.List;
import java.util.Map;

/** What the members of one kind have in common. */
public record MemberKind(
        @JsonProperty(defaultValue = "hosts")
        @JsonPropertyDescription("Where members run: hosts (one on each), coordinator, or a list of host ordinals.")
        Placement on,

        @JsonProperty(required = true)
        @JsonPropertyDescription("The program and its arguments as a list, or a text that is run by sh -c.")
        CommandLine command,

        @JsonProperty @JsonPropertyDescription("Environment variables besides the inherited ones.")
        Map<String, TemplateText> env,

        @JsonProperty
        @JsonPropertyDescription("How a member proves that it is ready. Default: its ports accept connections.")
        Readiness ready,

        @JsonProperty
        @JsonPropertyDescription("The TCP ports that a member listens on; they must be free when it starts.")
        List<TemplateText> ports,

        @JsonProperty @JsonPropertyDescription("How a member is asked to end.")
        StopRule stop,

        @JsonProperty @JsonPropertyDescription("Which exits are followed by a restart, and how often.")
        RestartRule restart,

        @JsonProperty @JsonPropertyDescription("Kinds that must be ready before this one is started.")
        List<String> after) {}
