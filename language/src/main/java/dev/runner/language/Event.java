package dev.runner.language;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened: a type, and fields in the order in which they were written. It is immutable; its arrays are
 * its own. A value is a {@link Long}, {@link Double}, {@link Boolean}, {@link String}, a {@link List} or {@link
 * java.util.Map} of such (immutable, by agreement), or null; inside a pipeline also an {@link java.time.Instant} or a {@link
 * java.time.Duration}.
 *
 * <p>Two arrays, not a map: events have few fields, and a scan over some names costs less than hashing and entries.
 */
public final class Event {

    private final String type;
    private final String[] names;
    private final @Nullable Object[] values;

    private Event(String type, String[] names, @Nullable Object[] values) {
        this.type = type;
        this.names = names;
        this.values = values;
    }

    /**
     * Makes an event of arrays that nobody changes from now on.
     *
     * @param names without repetitions
     * @param values as many
     */
    public static Event ofOwned(String type, String[] names, @Nullable Object[] values) {
        if (names.length != values.length) {
            throw new IllegalArgumentException(names.length + " names, but " + values.length + " values");
        }
        return new Event(type, names, values);
    }

    public String type() {
        return type;
    }

    /** How many fields there are. */
    public int size() {
        return names.length;
    }

    public String name(int index) {
        return names[index];
    }

    public @Nullable Object value(int index) {
        return values[index];
    }

    /** The value of the field with this name; null where there is none. */
    public @Nullable Object get(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event event
                && type.equals(event.type)
                && Arrays.equals(names, event.names)
                && Arrays.equals(values, event.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type.hashCode() + Arrays.hashCode(names)) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type).append('{');
        for (int i = 0; i < names.length; i++) {
            text.append(i == 0 ? "" : ", ").append(names[i]).append(": ").append(values[i]);
        }
        return text.append('}').toString();
    }
}
