package dev.runner.language.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An aggregate on its way: it takes values one by one, and remembers as little as it can. None is no value. */
interface Accumulator {
    void add(@Nullable Object value);

    /** The aggregate of all values so far; null where there is none. */
    @Nullable Object result();

    /** What {@link #load} needs to go on from here. */
    List<@Nullable Object> save();

    /**
     * Goes on from what was saved.
     *
     * @throws IllegalArgumentException when it is not what such an accumulator saves
     */
    void load(List<?> state);
}
