package dev.runner.language.value;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes values for JSON, without loss. A timestamp, a duration, a map and a number that is not finite become an
 * object with one field, which names their type.
 */
public final class ValueCodec {
    private static final String TIMESTAMP = "timestamp";
    private static final String DURATION = "duration";
    private static final String MAP = "map";
    private static final String FLOAT = "float";

    private ValueCodec() {}

    public static @Nullable Object encode(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return Map.of(TIMESTAMP, instant.toEpochMilli());
        }
        if (value instanceof Duration duration) {
            return Map.of(DURATION, duration.toMillis());
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return Map.of(FLOAT, number.toString());
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>(list.size());
            list.forEach(each -> elements.add(encode(each)));
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            map.forEach((name, each) -> fields.put(String.valueOf(name), encode(each)));
            return Map.of(MAP, fields);
        }
        return value;
    }

    /**
     * Decodes what {@link #encode} returned.
     *
     * @throws IllegalArgumentException if the encoding is invalid
     */
    public static @Nullable Object decode(@Nullable Object state) {
        if (state instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>(list.size());
            list.forEach(each -> elements.add(decode(each)));
            return elements;
        }
        if (state instanceof Map<?, ?> map) {
            return special(map);
        }
        if (state == null
                || state instanceof Long
                || state instanceof Double
                || state instanceof Boolean
                || state instanceof String) {
            return state;
        }
        throw new IllegalArgumentException(
                "the checkpoint is damaged: a value is a " + state.getClass().getSimpleName());
    }

    private static Object special(Map<?, ?> map) {
        if (map.size() == 1) {
            if (map.get(TIMESTAMP) instanceof Long millis) {
                return Instant.ofEpochMilli(millis);
            }
            if (map.get(DURATION) instanceof Long millis) {
                return Duration.ofMillis(millis);
            }
            if (map.get(FLOAT) instanceof String text) {
                return Double.valueOf(text);
            }
            if (map.get(MAP) instanceof Map<?, ?> fields) {
                Map<String, @Nullable Object> decoded = new LinkedHashMap<>();
                fields.forEach((name, each) -> decoded.put(String.valueOf(name), decode(each)));
                return decoded;
            }
        }
        throw new IllegalArgumentException("the checkpoint is damaged: a value is an object of an unknown type");
    }

    public static Map<String, @Nullable Object> encodeRow(Row row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            fields.put(row.name(i), encode(row.value(i)));
        }
        return fields;
    }

    /**
     * Decodes what {@link #encodeRow} returned.
     *
     * @throws IllegalArgumentException if the encoding is invalid
     */
    public static Row decodeRow(@Nullable Object state) {
        if (!(state instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("the checkpoint is damaged: an event is not an object");
        }
        String[] names = new String[fields.size()];
        @Nullable Object[] values = new @Nullable Object[names.length];
        int next = 0;
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            names[next] = String.valueOf(field.getKey());
            values[next++] = decode(field.getValue());
        }
        return new Row(names, values);
    }
}
