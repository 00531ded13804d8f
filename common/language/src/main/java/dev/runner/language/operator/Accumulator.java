package dev.runner.language.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accumulates an aggregate from values, one by one, with as little state as possible. Ignores none. */
interface Accumulator {
    void add(@Nullable Object value);

    /** The aggregate of all values so far; null for none. */
    @Nullable Object result();

    /** The state, for {@link #load}. */
    List<@Nullable Object> save();

    /**
     * Restores a saved state.
     *
     * @throws IllegalArgumentException if an accumulator of this kind does not save such a state
     */
    void load(List<?> state);
}
