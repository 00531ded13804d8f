package dev.runner.language.operator;

import org.jspecify.annotations.Nullable;

/** The first or the last value. */
final class FirstLastAccumulator extends HeldValueAccumulator {
    private final boolean isFirst;

    FirstLastAccumulator(boolean isFirst) {
        this.isFirst = isFirst;
    }

    @Override
    public void add(@Nullable Object value) {
        if (value != null && !(isFirst && held() != null)) {
            hold(value);
        }
    }
}
