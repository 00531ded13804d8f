package dev.runner.service.options;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/**
 * One option of a command line; every option has a value.
 *
 * @param name with its dashes, e.g. {@code --port}
 * @param alias another name, e.g. {@code -p}, or null
 * @param value the name of its value in the help, e.g. {@code PORT}
 * @param variable the environment variable that replaces it, or null
 * @param fallback the default value, or null
 * @param help one line
 */
public record Option(
        String name,
        @Nullable String alias,
        String value,
        @Nullable String variable,
        @Nullable String fallback,
        String help) {

    public static Option of(String name, String value, String help) {
        return new Option(name, null, value, null, null, help);
    }

    public Option or(String otherName) {
        return new Option(name, otherName, value, variable, fallback, help);
    }

    public Option fromEnvironment(String variableName) {
        return new Option(name, alias, value, variableName, fallback, help);
    }

    public Option withDefault(String text) {
        return new Option(name, alias, value, variable, text, help);
    }

    /** The value where the command line has none. A blank variable is an unset one. */
    @Nullable String otherwise(Map<String, String> environment) {
        String standIn = variable == null ? null : environment.get(variable);
        return standIn == null || standIn.isBlank() ? fallback : standIn;
    }

    /** This option in the parser's model. */
    OptionSpec spec() {
        String[] names = alias == null ? new String[] {name} : new String[] {alias, name};
        return OptionSpec.builder(names)
                .paramLabel(value)
                .type(String.class)
                .description(help
                        + (variable == null ? "" : " [$" + variable + "]")
                        + (fallback == null ? "" : " [" + fallback + "]"))
                .build();
    }
}
