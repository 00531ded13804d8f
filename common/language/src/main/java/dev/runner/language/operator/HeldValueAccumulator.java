package dev.runner.language.operator;

import dev.runner.language.value.ValueCodec;
import dev.runner.language.value.ValueSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers one of the values, as it came; which one is what the kinds differ in. */
abstract class HeldValueAccumulator implements Accumulator {
    /** Of a saved state besides the value. */
    private static final int OTHER_BYTES = 8;

    private @Nullable Object held;
    private long bytes;

    /** The value so far; null: none. */
    final @Nullable Object held() {
        return held;
    }

    final void hold(@Nullable Object value) {
        held = value;
        bytes = value == null ? 0 : ValueSize.of(value);
    }

    @Override
    public final @Nullable Object result() {
        return held;
    }

    @Override
    public final long bytes() {
        return OTHER_BYTES + bytes;
    }

    @Override
    public final boolean holdsValues() {
        return true;
    }

    @Override
    public final List<@Nullable Object> save() {
        return SavedStateReader.listOf(held);
    }

    @Override
    public final void load(List<?> state) {
        hold(ValueCodec.decode(SavedStateReader.at(state, 0)));
    }
}
