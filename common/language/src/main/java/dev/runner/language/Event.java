package dev.runner.language;

import dev.runner.language.value.Row;
import dev.runner.language.value.ValueSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event: a type, and fields in the order in which they were written. It is immutable and owns its arrays. A value is
 * a {@link Long}, {@link Double}, {@link Boolean}, {@link String}, a {@link List} or {@link java.util.Map} of such
 * values (which nobody may modify), or null; inside a pipeline also an {@link java.time.Instant} or a {@link
 * java.time.Duration}.
 *
 * <p>Two arrays, not a map: events have few fields, and scanning a few names costs less than hashing.
 */
public final class Event {

    private final String type;
    private final Row row;

    Event(String type, Row row) {
        this.type = type;
        this.row = row;
    }

    /**
     * Creates an event from arrays that the caller hands over and no longer modifies.
     *
     * @param names all different
     * @param values one for each name
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

    /** The number of fields. */
    public int size() {
        return row.size();
    }

    /** How many bytes it takes as JSON, about. */
    public long bytes() {
        return type.length() + ValueSize.of(row);
    }

    public String name(int index) {
        return row.name(index);
    }

    public @Nullable Object value(int index) {
        return row.value(index);
    }

    /** The value of the field with this name; null if there is no such field. */
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
