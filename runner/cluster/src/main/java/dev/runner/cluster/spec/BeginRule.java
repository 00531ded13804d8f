package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Duration;
import java.util.List;

/**
 * Which member of a kind begins.
 *
 * @param command is asked of each member's directory; without words where the one begins that stopped last
 * @param timeout for one member
 */
public record BeginRule(
        @JsonProperty(required = true)
        @JsonPropertyDescription("Asked in each member's directory: the one that prints the highest number begins.")
        CommandTemplate command,

        @JsonProperty(defaultValue = "10s") @JsonPropertyDescription("How long the command may take for each member.")
        Duration timeout) {
    /** A rule without a command of its own. */
    private static final BeginRule LAST_STOPPED =
            new BeginRule(new CommandTemplate(false, List.of()), Duration.ofSeconds(10));

    /** The short form, {@code last-stopped}. */
    @JsonCreator
    @SchemaConstraint(values = {"last-stopped"})
    public static BeginRule of(String text) {
        if (!text.equals("last-stopped")) {
            throw new IllegalArgumentException("`" + text
                    + "` does not say who begins; write last-stopped, or {command: [..]} to ask each directory");
        }
        return LAST_STOPPED;
    }

    /** Whether the member begins that stopped last. */
    public boolean isLastStopped() {
        return command.words().isEmpty();
    }
}
