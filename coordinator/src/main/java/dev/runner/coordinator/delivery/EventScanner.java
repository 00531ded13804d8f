package dev.runner.coordinator.delivery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.protocol.EventValidation;
import dev.runner.protocol.RequestLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extracts from an event what the coordinator needs, checks everything that a worker would reject, and leaves the rest
 * unparsed. Used by one thread, for one request.
 *
 * <p>A problem of an event is recorded, not thrown, so that the rest of a batch can be read; only malformed JSON is
 * thrown.
 */
final class EventScanner {

    private static final JsonSlice NO_FIELDS = JsonSlice.of("{}");

    private final byte[] json;
    private final List<String> keys;
    private final @Nullable Object[] values;

    private @Nullable EventType type;
    private @Nullable String id;
    private JsonSlice fields = NO_FIELDS;
    private @Nullable String problem;

    /** @param keys names of the fields whose values are needed */
    EventScanner(byte[] json, List<String> keys) {
        this.json = json;
        this.keys = keys;
        this.values = new @Nullable Object[keys.size()];
    }

    /** The problem of the last event; null: none. */
    @Nullable String problem() {
        return problem;
    }

    /**
     * Reads the event at the current token, and leaves the parser on its last one.
     *
     * @param begin where in the array the parser began, which its offsets are relative to
     * @return null when there is a {@link #problem}
     */
    @Nullable InjectedEvent scan(JsonParser in, int begin) throws IOException {
        id = null;
        fields = NO_FIELDS;
        problem = null;
        Arrays.fill(values, null);
        boolean typed = false;
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            problem = EventValidation.NOT_AN_OBJECT;
            return null;
        }
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "event_type" -> typed = type(in);
                case "event_id" -> id(in);
                case "fields" -> fields(in, begin);
                default -> in.skipChildren();
            }
        }
        if (!typed) {
            refuse(EventValidation.NO_TYPE);
        }
        EventType found = type;
        return problem != null || found == null ? null : new InjectedEvent(found, id, fields, keyValues());
    }

    private List<@Nullable Object> keyValues() {
        return values.length == 0 ? List.of() : Arrays.asList(values.clone());
    }

    private void refuse(String what) {
        if (problem == null) {
            problem = what;
        }
    }

    private boolean type(JsonParser in) throws IOException {
        String text = name(in, "event_type");
        if (text != null && (type == null || !type.name().equals(text))) {
            type = new EventType(text);
        }
        return true;
    }

    private void id(JsonParser in) throws IOException {
        id = in.currentToken() == JsonToken.VALUE_NULL ? null : name(in, "event_id");
        if (id != null && id.charAt(0) == '@') {
            refuse("event_id must not begin with @, which marks ids that the cluster assigns");
        }
    }

    private @Nullable String name(JsonParser in, String what) throws IOException {
        String text = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : null;
        in.skipChildren();
        String wrong = EventValidation.name(what, text);
        if (wrong != null) {
            refuse(wrong);
            return null;
        }
        return text;
    }

    private void fields(JsonParser in, int base) throws IOException {
        fields = NO_FIELDS;
        Arrays.fill(values, null);
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            refuse(EventValidation.FIELDS_NOT_AN_OBJECT);
            return;
        }
        int begin = base + JsonTokenOffsets.begin(in);
        int count = 0;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            count++;
            int key = values.length == 0 ? -1 : keys.indexOf(in.currentName());
            in.nextToken();
            if (key < 0) {
                skip(in, RequestLimits.EVENT_DEPTH);
            } else {
                values[key] = value(in, RequestLimits.EVENT_DEPTH);
            }
        }
        String wrong = EventValidation.fields(count);
        if (wrong != null) {
            refuse(wrong);
        }
        fields = new JsonSlice(json, begin, base + JsonTokenOffsets.end(in));
    }

    private void skip(JsonParser in, int levels) throws IOException {
        int depth = 0;
        do {
            JsonToken token = depth == 0 ? in.currentToken() : in.nextToken();
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    depth++;
                    requireDepth(depth <= levels);
                }
                case END_OBJECT, END_ARRAY -> depth--;
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in);
                default -> {} // no limit applies
            }
        } while (depth > 0);
    }

    private void requireDepth(boolean allowed) {
        if (!allowed) {
            refuse(EventValidation.TOO_DEEP);
        }
    }

    /** Reads a value as a worker does, because the text of a list or an object selects the replica. */
    private @Nullable Object value(JsonParser in, int levels) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING -> in.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in) ? JsonNumbers.number(in) : null;
            case START_OBJECT, START_ARRAY -> {
                if (levels == 0) {
                    requireDepth(false);
                    in.skipChildren();
                    yield null;
                }
                yield in.currentToken() == JsonToken.START_ARRAY ? list(in, levels - 1) : object(in, levels - 1);
            }
            default -> null;
        };
    }

    private List<@Nullable Object> list(JsonParser in, int levels) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(in, levels));
        }
        return items;
    }

    private Object object(JsonParser in, int levels) throws IOException {
        var members = new java.util.LinkedHashMap<String, @Nullable Object>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            members.put(name, value(in, levels));
        }
        return members;
    }

    /** Reports a number that is not finite; only one with an exponent or very many digits can be such. */
    private boolean number(JsonParser in) throws IOException {
        if (JsonNumbers.mayBeTooLarge(in) && !JsonNumbers.isFinite(in)) {
            refuse(EventValidation.TOO_LARGE_A_NUMBER);
            return false;
        }
        return true;
    }
}
