package dev.runner.language;

import dev.runner.language.value.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened: a type, and fields in the order in which they were written. It is immutable; its arrays are
 * its own. A value is a {@link Long}, {@link Double}, {@link Boolean}, {@link String}, a {@link List} or {@link
 * java.util.Map} of such (immutable, by agreement), or null; inside a pipeline also an {@link java.time.Instant} or a
 * {@link java.time.Duration}.
 *
 * <p>Two arrays, not a map: events have few fields, and a scan over some names costs less than hashing and entries.
 */
public final class Event {

    private final String type;
    private final Row row;

    Event(String type, Row row) {
        this.type = type;
        this.row = row;
    }

    /**
     * Makes an event of arrays that nobody changes from now on.
     *
     * @param names without repetitions
     * @param values as many
     */
    public static Event ofOwned(String type, String[] names, @Nullable Object[] values) {
        return new Event(type, new Row(names, values));
    }

    public String type() {
        return type;
    }

    Row row() {
        return row;
    }

    /** How many fields there are. */
    public int size() {
        return row.size();
    }

    public String name(int index) {
        return row.name(index);
    }

    public @Nullable Object value(int index) {
        return row.value(index);
    }

    /** The value of the field with this name; null where there is none. */
    public @Nullable Object get(String name) {
        return row.get(name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event event && type.equals(event.type) && row.equals(event.row);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + row.hashCode();
    }

    @Override
    public String toString() {
        return type + row;
    }
}
