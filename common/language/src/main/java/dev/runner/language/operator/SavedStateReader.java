package dev.runner.language.operator;

import dev.runner.language.value.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads saved state, which may have been tampered with: an invalid one is an {@link IllegalArgumentException}. */
final class SavedStateReader {
    private SavedStateReader() {}

    static List<@Nullable Object> listOf(@Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>(values.length);
        for (Object value : values) {
            list.add(ValueCodec.encode(value));
        }
        return list;
    }

    static @Nullable Object at(List<?> state, int index) {
        if (index >= state.size()) {
            throw wrong();
        }
        return state.get(index);
    }

    static long longAt(List<?> state, int index) {
        return number(at(state, index));
    }

    static double doubleAt(List<?> state, int index) {
        Object value = ValueCodec.decode(at(state, index));
        if (value instanceof Double number) {
            return number;
        }
        throw wrong();
    }

    static boolean booleanAt(List<?> state, int index) {
        if (at(state, index) instanceof Boolean value) {
            return value;
        }
        throw wrong();
    }

    static long number(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw wrong();
    }

    static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong();
    }

    static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong();
    }

    static void require(boolean condition) {
        if (!condition) {
            throw wrong();
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "the checkpoint is damaged: a window or an aggregate has an unexpected form");
    }
}
