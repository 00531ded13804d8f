package dev.runner.language.operator;

import dev.runner.language.value.StateCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first or the last value. */
final class Pick implements Accumulator {
    private final boolean isFirst;
    private @Nullable Object picked;

    Pick(boolean isFirst) {
        this.isFirst = isFirst;
    }

    @Override
    public void add(@Nullable Object value) {
        if (value != null && !(isFirst && picked != null)) {
            picked = value;
        }
    }

    @Override
    public @Nullable Object result() {
        return picked;
    }

    @Override
    public List<@Nullable Object> save() {
        return State.listOf(picked);
    }

    @Override
    public void load(List<?> state) {
        picked = StateCodec.decode(State.at(state, 0));
    }
}
