package dev.runner.language.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sum of the numbers, 0 if there are none: an integer, which wraps around, until the first float. */
final class SumAccumulator implements Accumulator {
    private long integers;
    private double floats;
    private boolean hasFloats;

    @Override
    public void add(@Nullable Object value) {
        if (value instanceof Long number) {
            integers += number;
        } else if (value instanceof Double number) {
            floats += number;
            hasFloats = true;
        }
    }

    @Override
    public @Nullable Object result() {
        if (!hasFloats) {
            return integers;
        }
        double sum = integers + floats;
        return Double.isFinite(sum) ? (Object) sum : null;
    }

    @Override
    public List<@Nullable Object> save() {
        return SavedStateReader.listOf(integers, floats, hasFloats);
    }

    @Override
    public void load(List<?> state) {
        integers = SavedStateReader.longAt(state, 0);
        floats = SavedStateReader.doubleAt(state, 1);
        hasFloats = SavedStateReader.booleanAt(state, 2);
    }
}
