package dev.runner.language;

import org.jspecify.annotations.Nullable;

/** What the values of events are outside of a pipeline. */
public final class JsonValueConverter {
    private JsonValueConverter() {}

    /**
     * A value as JSON can hold it: a timestamp becomes its ISO 8601 text, a duration a text such as {@code 5s} or
     * {@code 1500ms}, also inside lists and maps. Every other value is the same afterwards.
     */
    public static @Nullable Object toJson(@Nullable Object value) {
        return dev.runner.language.value.Values.toJson(value);
    }
}
