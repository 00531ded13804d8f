package dev.runner.service.options;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that a member was started with: {@code --name VALUE} or {@code --name=VALUE}, else the environment, else
 * the default. A member has a handful of options and starts together with many others: a library for command lines
 * costs each of them 110 ms of processor time (JDK 17, C1), this next to nothing.
 */
public final class Options {

    /** Exit code for a wrong command line. */
    public static final int USAGE = 2;

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Options parse(List<Option> known, List<String> words, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        for (Option option : known) {
            String standIn = option.variable() == null ? null : environment.get(option.variable());
            String value = standIn == null || standIn.isBlank() ? option.fallback() : standIn;
            if (value != null) {
                values.put(option.name(), value);
            }
        }
        int i = 0;
        while (i < words.size()) {
            i += take(known, words, i, values);
        }
        return new Options(values);
    }

    /** Takes the option at this place, and returns how many words it was. */
    private static int take(List<Option> known, List<String> words, int at, Map<String, String> values) {
        String word = words.get(at);
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        Option option = find(known, equals < 0 ? word : word.substring(0, equals));
        if (equals >= 0) {
            values.put(option.name(), word.substring(equals + 1));
            return 1;
        }
        if (at + 1 == words.size()) {
            throw new IllegalArgumentException(word + " needs a value: " + option.value());
        }
        values.put(option.name(), words.get(at + 1));
        return 2;
    }

    private static Option find(List<Option> known, String word) {
        return known.stream()
                .filter(option -> option.isCalled(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no option " + word + "; --help lists them"));
    }

    /** The value, or null where there is none. A blank one is none. */
    public @Nullable String find(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /**
     * The value of an option that has a default.
     *
     * @throws IllegalArgumentException when it was given without one
     */
    public String get(String name) {
        String value = find(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return value;
    }

    /**
     * A value that is a number.
     *
     * @throws IllegalArgumentException when it is not, or not in this range
     */
    public int number(String name, int least, int most) {
        String value = get(name);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, but is \"" + value + "\"", e);
        }
        throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", but is " + value);
    }

    public static String help(String program, String purpose, List<Option> known) {
        StringBuilder text = new StringBuilder(String.format("Usage: %s [OPTION VALUE]...%n%s%n%n", program, purpose));
        known.forEach(option -> text.append(option.helpLine()));
        return text.append(String.format("  %-30s %s%n", "-h, --help", "Shows this."))
                .append(String.format("  %-30s %s%n", "-V, --version", "Shows the version."))
                .toString();
    }
}
