package dev.runner.manager.api;

import dev.runner.http.json.JsonRecords;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object that was read. A field that is null counts as absent, as it does in the records that are written. */
public final class JsonObject {
    private final Map<String, @Nullable Object> fields;

    JsonObject(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /**
     * Reads an object.
     *
     * @throws JsonException when the text is anything else
     */
    public static JsonObject read(String json) {
        Object value;
        try {
            value = JsonRecords.read(json, Object.class);
        } catch (IllegalArgumentException e) {
            throw new JsonException(String.valueOf(e.getMessage()), e);
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new JsonException("a JSON object was expected");
        }
        return of(map);
    }

    public String text(String name) {
        return require(name, optionalText(name));
    }

    public Optional<String> optionalText(String name) {
        return field(name, String.class);
    }

    public long number(String name) {
        return require(name, optionalNumber(name));
    }

    public Optional<Long> optionalNumber(String name) {
        return field(name, Number.class).map(number -> {
            if (!(number instanceof Long || number instanceof Integer)) {
                throw new JsonException("\"" + name + "\" is not a whole number, or too large: " + number);
            }
            return number.longValue();
        });
    }

    public int integer(String name) {
        long number = number(name);
        if (number != (int) number) {
            throw new JsonException("\"" + name + "\" is too large: " + number);
        }
        return (int) number;
    }

    /** True only where the field is there and true. */
    public boolean flag(String name) {
        return field(name, Boolean.class).orElse(false);
    }

    public Instant instant(String name) {
        return require(name, optionalInstant(name));
    }

    public Optional<Instant> optionalInstant(String name) {
        return optionalText(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new JsonException("\"" + name + "\" is not an instant such as 2026-01-01T00:00:00Z: " + text, e);
            }
        });
    }

    public Optional<Boolean> optionalTruth(String name) {
        return field(name, Boolean.class);
    }

    public JsonObject object(String name) {
        return require(name, optionalObject(name));
    }

    public Optional<JsonObject> optionalObject(String name) {
        return field(name, Map.class).map(JsonObject::of);
    }

    /** All fields, which must be texts. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.keySet().forEach(name -> texts.put(name, text(name)));
        return texts;
    }

    /** The texts in a list. */
    public List<String> textList(String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : require(name, field(name, List.class))) {
            if (!(element instanceof String text)) {
                throw new JsonException("\"" + name + "\" holds something else than texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** The objects in a list, each read by {@code reader}. */
    public <T> List<T> objects(String name, Function<JsonObject, T> reader) {
        List<T> objects = new ArrayList<>();
        for (Object element : require(name, field(name, List.class))) {
            if (!(element instanceof Map<?, ?> map)) {
                throw new JsonException("\"" + name + "\" holds something else than objects");
            }
            objects.add(reader.apply(of(map)));
        }
        return objects;
    }

    @SuppressWarnings("unchecked") // the parser makes maps with text keys only
    private static JsonObject of(Map<?, ?> map) {
        return new JsonObject((Map<String, @Nullable Object>) map);
    }

    private <T> Optional<T> field(String name, Class<T> type) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw new JsonException("\"" + name + "\" is of another kind than expected");
        }
        return Optional.of(type.cast(value));
    }

    private static <T> T require(String name, Optional<T> value) {
        return value.orElseThrow(() -> new JsonException("\"" + name + "\" is missing"));
    }
}
