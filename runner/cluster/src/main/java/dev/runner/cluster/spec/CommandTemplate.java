package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.runner.cluster.template.TemplateText;
import java.util.List;

/**
 * A command.
 *
 * @param shell whether it was one text, for {@code sh -c}
 * @param words the program and its arguments; with {@code shell} the one text
 */
public record CommandTemplate(boolean shell, List<TemplateText> words) {
    /** A text for the shell. */
    @JsonCreator
    public static CommandTemplate of(TemplateText script) {
        if (script.text().isBlank()) {
            throw new IllegalArgumentException("is empty; say what to start, like [java, -version]");
        }
        return new CommandTemplate(true, List.of(script));
    }

    /** A program and its arguments. */
    @JsonCreator
    public static CommandTemplate of(List<TemplateText> words) {
        if (words.isEmpty() || words.get(0).text().isBlank()) {
            throw new IllegalArgumentException("names no program; say what to start, like [java, -version]");
        }
        return new CommandTemplate(false, List.copyOf(words));
    }
}
