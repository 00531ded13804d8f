package dev.runner.language.operator;

import dev.runner.language.value.ValueCodec;
import dev.runner.language.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The smallest or the largest value. The first one with an order says of which kind; values of other kinds are skipped.
 */
final class MinMaxAccumulator implements Accumulator {
    private final int sign;
    private @Nullable Object best;

    /**
     * Looks for one end of the order.
     *
     * @param sign -1 for the smallest, 1 for the largest
     */
    MinMaxAccumulator(int sign) {
        this.sign = sign;
    }

    @Override
    public void add(@Nullable Object value) {
        boolean isFirst = best == null && Values.compare(value, value) == 0;
        if (isFirst || Values.compare(value, best) == sign) {
            best = value;
        }
    }

    @Override
    public @Nullable Object result() {
        return best;
    }

    @Override
    public List<@Nullable Object> save() {
        return SavedStateReader.listOf(best);
    }

    @Override
    public void load(List<?> state) {
        best = ValueCodec.decode(SavedStateReader.at(state, 0));
    }
}
