package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.runner.cluster.template.TemplateText;
import java.util.List;

/**
 * A command.
 *
 * @param shell whether it was one text, for {@code sh -c}
 * @param items the program and its arguments; with {@code shell} the one text
 */
public record CommandTemplate(boolean shell, List<CommandWord> items) {
    /** A text for the shell. */
    @JsonCreator
    public static CommandTemplate of(TemplateText script) {
        if (script.text().isBlank()) {
            throw new IllegalArgumentException("is empty; say what to start, like [java, -version]");
        }
        return new CommandTemplate(true, List.of(CommandWord.of(script)));
    }

    /** A program and its arguments. */
    @JsonCreator
    public static CommandTemplate of(List<CommandWord> items) {
        if (items.isEmpty()
                || !items.get(0).isPlain()
                || items.get(0).args().get(0).text().isBlank()) {
            throw new IllegalArgumentException("names no program; say what to start, like [java, -version]");
        }
        return new CommandTemplate(false, List.copyOf(items));
    }

    /** All texts in their order, those for each host once. */
    public List<TemplateText> words() {
        return items.stream().flatMap(item -> item.args().stream()).toList();
    }
}
