package dev.runner.language.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fields with their values, in order. Immutable; owns its arrays.
 *
 * @see Values
 */
public final class Row {
    private final String[] names;
    private final @Nullable Object[] values;

    /**
     * Creates a row from arrays that the caller hands over and no longer modifies.
     *
     * @param names all different
     * @param values one for each name
     */
    public Row(String[] names, @Nullable Object[] values) {
        if (names.length != values.length) {
            throw new IllegalArgumentException(
                    "there are " + names.length + " names, but " + values.length + " values");
        }
        this.names = names;
        this.values = values;
    }

    public int size() {
        return names.length;
    }

    public String name(int index) {
        return names[index];
    }

    public @Nullable Object value(int index) {
        return values[index];
    }

    /** The value of the field with this name; null if there is no such field. */
    public @Nullable Object get(String name) {
        String[] all = names;
        for (int i = 0; i < all.length; i++) {
            if (all[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    /** A row without the fields that have no value. */
    public Row withoutNulls() {
        int kept = 0;
        for (Object value : values) {
            kept += value == null ? 0 : 1;
        }
        return kept == values.length ? this : copyOf(kept);
    }

    private Row copyOf(int kept) {
        String[] keptNames = new String[kept];
        @Nullable Object[] keptValues = new @Nullable Object[kept];
        int next = 0;
        for (int i = 0; i < names.length; i++) {
            if (values[i] != null) {
                keptNames[next] = names[i];
                keptValues[next++] = values[i];
            }
        }
        return new Row(keptNames, keptValues);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && Arrays.equals(names, row.names) && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < names.length; i++) {
            text.append(i == 0 ? "" : ", ").append(names[i]).append(": ").append(values[i]);
        }
        return text.append('}').toString();
    }
}
