package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of a command's list: one argument, or some for each host. */
public record CommandWord(
        @JsonProperty(required = true)
        @JsonPropertyDescription("For which hosts these arguments are repeated: hosts, or others (all but its own).")
        EachHost each,

        @JsonProperty @JsonPropertyDescription("The arguments, with {{ip}}, {{ordinal}} and so on of that host.")
        List<TemplateText> args,

        @JsonProperty
        @JsonPropertyDescription("Only for those among the first so many hosts of the cluster, as for seeds.")
        @Nullable Integer first) {
    public CommandWord {
        if (args.isEmpty()) {
            throw new IllegalArgumentException(
                    "has no arguments; write some, like {each: others, args: [\"-join={{ip}}\"]}");
        }
        if (first != null && first < 1) {
            throw new IllegalArgumentException("is for the first " + first + " hosts; write a number from 1 on");
        }
    }

    /** One argument. */
    @JsonCreator
    public static CommandWord of(TemplateText argument) {
        return new CommandWord(EachHost.NONE, List.of(argument), null);
    }

    boolean isPlain() {
        return each == EachHost.NONE;
    }
}
