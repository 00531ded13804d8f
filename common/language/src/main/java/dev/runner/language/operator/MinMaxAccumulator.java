package dev.runner.language.operator;

import dev.runner.language.value.Values;
import org.jspecify.annotations.Nullable;

/** The smallest or largest value. The first value that has an order determines the type; other types are ignored. */
final class MinMaxAccumulator extends HeldValueAccumulator {
    private final int sign;

    /**
     * Creates an accumulator for the minimum or the maximum.
     *
     * @param sign -1 for the minimum, 1 for the maximum
     */
    MinMaxAccumulator(int sign) {
        this.sign = sign;
    }

    @Override
    public void add(@Nullable Object value) {
        @Nullable Object best = held();
        boolean isFirst = best == null && Values.compare(value, value) == 0;
        if (isFirst || Values.compare(value, best) == sign) {
            hold(value);
        }
    }
}
