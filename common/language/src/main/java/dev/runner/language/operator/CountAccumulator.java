package dev.runner.language.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The number of values. */
final class CountAccumulator implements Accumulator {
    private long count;

    @Override
    public void add(@Nullable Object value) {
        if (value != null) {
            count++;
        }
    }

    @Override
    public Object result() {
        return count;
    }

    @Override
    public List<@Nullable Object> save() {
        return List.of(count);
    }

    @Override
    public void load(List<?> state) {
        count = SavedStateReader.longAt(state, 0);
    }
}
