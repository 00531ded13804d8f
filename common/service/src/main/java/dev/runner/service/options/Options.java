package dev.runner.service.options;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that a service was started with: its command line, else the environment, else the defaults. */
public final class Options {

    private final Map<String, String> values;

    Options(Map<String, String> values) {
        this.values = values;
    }

    /** The value; null if there is none or it is blank. */
    public @Nullable String find(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /**
     * The value of an option that has a default.
     *
     * @throws IllegalArgumentException if it was given without a value
     */
    public String get(String name) {
        String value = find(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return value;
    }

    /**
     * The value of an option that is a number.
     *
     * @throws IllegalArgumentException if it is not a number in this range
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
}
