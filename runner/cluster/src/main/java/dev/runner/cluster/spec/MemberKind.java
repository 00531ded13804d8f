package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the members of one kind have in common. */
public record MemberKind(
        @JsonProperty(defaultValue = "hosts")
        @JsonPropertyDescription("Where members run: hosts (one on each), coordinator, or a list of host ordinals.")
        Placement on,

        @JsonProperty(required = true)
        @JsonPropertyDescription("The program and its arguments as a list, or a text that is run by sh -c.")
        CommandTemplate command,

        @JsonProperty
        @JsonPropertyDescription(
                "Instead of `command` for the first member of the kind, until it has been ready for the first time.")
        @Nullable CommandTemplate first,

        @JsonProperty
        @JsonPropertyDescription("Jars and directories, with * and **, relative to the spec: {{classpath}}.")
        List<TemplateText> classpath,

        @JsonProperty
        @JsonAlias("environment")
        @JsonPropertyDescription("Environment variables besides the inherited ones.")
        Map<String, TemplateText> env,

        @JsonProperty
        @JsonPropertyDescription("Files in the member's directory, by their path in it, written before each start.")
        Map<String, FileRule> files,

        @JsonProperty @JsonPropertyDescription("Commands that are run once for each member, before its first start.")
        List<CommandTemplate> init,

        @JsonProperty
        @JsonPropertyDescription("How a member proves that it is ready. Default: its ports accept connections.")
        ProbeSpec ready,

        @JsonProperty
        @JsonPropertyDescription("How a member proves, when all are ready, that the cluster has formed.")
        @Nullable ProbeSpec formed,

        @JsonProperty
        @JsonPropertyDescription("The ports that a member listens on; they must be free when it starts. A number is a "
                + "TCP port; {udp: 7946} or 7946/udp a UDP port; {http: 8080} one that `ps` shows as a URL.")
        List<PortRule> ports,

        @JsonProperty @JsonPropertyDescription("How a member is asked to end.")
        StopRule stop,

        @JsonProperty @JsonPropertyDescription("Which exits are followed by a restart, and how often.")
        RestartRule restart,

        @JsonProperty
        @JsonAlias("depends_on")
        @JsonPropertyDescription("Kinds that must be ready before this one is started.")
        List<String> after,

        @JsonProperty(defaultValue = "together")
        @JsonPropertyDescription("together, or one-by-one: each member when the one before it is ready.")
        StartConcurrency start,

        @JsonProperty
        @JsonPropertyDescription(
                "Who begins, with `first` or `start: one-by-one`: last-stopped, or a command that is asked of each.")
        @Nullable BeginRule begin,

        @JsonProperty
        @JsonPropertyDescription("What is run when a member is removed from the running cluster.")
        @Nullable LeaveRule leave,

        @JsonProperty(defaultValue = "closed")
        @JsonPropertyDescription("Standard input: closed, or open (with nothing in it).")
        StdinRule stdin,

        @JsonProperty(defaultValue = "never")
        @JsonPropertyDescription(
                "auto: make and use a start archive of its class path; its command starts java itself.")
        CdsRule cds,

        @JsonProperty @JsonPropertyDescription("The user that its commands run as; needs root.") @Nullable TemplateText user) {
    /** The same, but for `first`, which is for one member of the kind only. */
    public MemberKind withoutFirst() {
        return new MemberKind(
                on, command, null, classpath, env, files, init, ready, formed, ports, stop, restart, after, start,
                begin, leave, stdin, cds, user);
    }
}
