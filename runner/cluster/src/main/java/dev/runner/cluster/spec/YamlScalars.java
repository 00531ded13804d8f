package dev.runner.cluster.spec;

import dev.runner.cluster.template.TemplateException;
import dev.runner.cluster.template.TemplateText;
import dev.runner.cluster.template.Templates;
import dev.runner.util.DurationFormat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Single values, always from the text as it was written: what YAML 1.1 makes of {@code 010}, {@code 1.10} or
 * {@code yes} would surprise in an environment variable.
 */
final class YamlScalars {
    private YamlScalars() {}

    /**
     * The value, or null where the type is none of a single value.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static @Nullable Object read(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        } else if (type == int.class || type == Integer.class) {
            return number(text);
        } else if (type == boolean.class || type == Boolean.class) {
            return truth(text);
        } else if (type == Duration.class) {
            return DurationFormat.parse(text);
        } else if (type == TemplateText.class) {
            return TemplateText.of(text);
        }
        return null;
    }

    /** A text with its place; one with a broken template is reported and read all the same. */
    static TemplateText template(ScalarNode node, SpecProblemCollector problems) {
        DumperOptions.ScalarStyle style = node.getScalarStyle();
        boolean block = style == DumperOptions.ScalarStyle.LITERAL || style == DumperOptions.ScalarStyle.FOLDED;
        int line = node.getStartMark().getLine() + (block ? 2 : 1);
        TemplateText text = new TemplateText(node.getValue(), problems.file(), line);
        try {
            Templates.check(text);
        } catch (TemplateException e) {
            problems.add(e.line(), e.line() == line ? node.getStartMark().getColumn() + 1 : 1, e.detail());
        }
        return text;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, but is the text `" + text + "`", e);
        }
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false, but is the text `" + text + "`");
        };
    }
}
