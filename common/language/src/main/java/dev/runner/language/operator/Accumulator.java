package dev.runner.language.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accumulates an aggregate from values, one by one, with as little state as possible. Ignores none. */
interface Accumulator {
    void add(@Nullable Object value);

    /** The aggregate of all values so far; null for none. */
    @Nullable Object result();

    /** How many bytes {@link #save} takes in a checkpoint, about. */
    default long bytes() {
        return 60;
    }

    /** How many objects of the heap it takes, about. */
    default int objects() {
        return 2;
    }

    /** Whether it remembers values as they came, which may be large. */
    default boolean holdsValues() {
        return false;
    }

    /** The state, for {@link #load}. */
    List<@Nullable Object> save();

    /**
     * Restores a saved state.
     *
     * @throws IllegalArgumentException if an accumulator of this kind does not save such a state
     */
    void load(List<?> state);
}
