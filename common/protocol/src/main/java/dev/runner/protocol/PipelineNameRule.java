package dev.runner.protocol;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rule for a pipeline's name: it is part of URLs, and must not contain {@code #}, which separates the number of a
 * replica ({@code p#0}).
 */
public final class PipelineNameRule {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_.-]+");

    private PipelineNameRule() {}

    static String checked(String field, @Nullable String name) {
        String given = FieldValidation.requiredText(field, name);
        if (given.length() > RequestLimits.NAME_LENGTH
                || !ALLOWED.matcher(given).matches()) {
            throw new IllegalArgumentException(field + " must be at most " + RequestLimits.NAME_LENGTH
                    + " letters, digits, '_', '-' or '.', but is \"" + shown(given) + "\"");
        }
        return given;
    }

    private static String shown(String given) {
        return given.length() <= RequestLimits.NAME_LENGTH
                ? given
                : given.substring(0, RequestLimits.NAME_LENGTH) + "...";
    }
}
