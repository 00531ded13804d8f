package dev.runner.language.operator;

import dev.runner.language.value.ValueCodec;
import dev.runner.language.value.ValueSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first or the last value. */
final class FirstLastAccumulator implements Accumulator {
    private final boolean isFirst;
    private @Nullable Object picked;
    private long bytes;

    FirstLastAccumulator(boolean isFirst) {
        this.isFirst = isFirst;
    }

    @Override
    public void add(@Nullable Object value) {
        if (value != null && !(isFirst && picked != null)) {
            picked = value;
            bytes = ValueSize.of(value);
        }
    }

    @Override
    public @Nullable Object result() {
        return picked;
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
        return SavedStateReader.listOf(picked);
    }

    @Override
    public void load(List<?> state) {
        picked = ValueCodec.decode(SavedStateReader.at(state, 0));
        bytes = picked == null ? 0 : ValueSize.of(picked);
    }
}
