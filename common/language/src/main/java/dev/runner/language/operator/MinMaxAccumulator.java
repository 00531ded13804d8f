package dev.runner.language.operator;

import dev.runner.language.value.ValueCodec;
import dev.runner.language.value.ValueSize;
import dev.runner.language.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The smallest or largest value. The first value that has an order determines the type; other types are ignored. */
final class MinMaxAccumulator implements Accumulator {
    private final int sign;
    private @Nullable Object best;
    private long bytes;

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
        boolean isFirst = best == null && Values.compare(value, value) == 0;
        if (isFirst || Values.compare(value, best) == sign) {
            best = value;
            bytes = ValueSize.of(value);
        }
    }

    @Override
    public @Nullable Object result() {
        return best;
    }

    @Override
    public long bytes() {
        return 8 + bytes;
    }

    @Override
    public boolean holdsValues() {
        return true;
    }

    @Override
    public List<@Nullable Object> save() {
        return SavedStateReader.listOf(best);
    }

    @Override
    public void load(List<?> state) {
        best = ValueCodec.decode(SavedStateReader.at(state, 0));
        bytes = best == null ? 0 : ValueSize.of(best);
    }
}
