package dev.runner.language.value;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many bytes values take as JSON in UTF-8: about, but hardly less. */
public final class ValueSize {

    private static final int NUMBER = 20;
    private static final int SPECIAL = 40;
    private static final int PUNCTUATION = 4;

    private ValueSize() {}

    public static long of(@Nullable Object value) {
        if (value instanceof String text) {
            return of(text);
        } else if (value instanceof Long || value instanceof Double) {
            return NUMBER;
        } else if (value instanceof Iterable<?> items) {
            long size = PUNCTUATION;
            for (Object item : items) {
                size += of(item) + 1;
            }
            return size;
        } else if (value instanceof Map<?, ?> fields) {
            long size = SPECIAL;
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                size += of(field.getKey()) + of(field.getValue()) + PUNCTUATION;
            }
            return size;
        }
        return value == null || value instanceof Boolean ? PUNCTUATION + 1 : SPECIAL;
    }

    private static long of(String text) {
        long size = PUNCTUATION;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size += c < 0x800 ? 2 : 3;
            } else if (c < 0x20) {
                size += 6;
            } else {
                size += c == '"' || c == '\\' ? 2 : 1;
            }
        }
        return size;
    }

    /** The fields of a row, with their names. */
    public static long of(Row row) {
        long size = SPECIAL;
        for (int i = 0; i < row.size(); i++) {
            size += row.name(i).length() + PUNCTUATION + of(row.value(i));
        }
        return size;
    }
}
