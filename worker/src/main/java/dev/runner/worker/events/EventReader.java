package dev.runner.worker.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.language.Event;
import dev.runner.protocol.EventValidation;
import dev.runner.protocol.RequestLimits;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads events: {@code {"event_type": "A", "fields": {...}, "event_id": "x", "hops": 1}}, of which only the type is
 * required. Unknown keys are ignored. One reader reads one request, on one thread.
 */
public final class EventReader {

    private static final String[] NO_NAMES = {};
    private static final @Nullable Object[] NO_VALUES = {};

    private @Nullable String[] names = new @Nullable String[16];
    private @Nullable Object[] values = new @Nullable Object[16];
    private int fields;

    private @Nullable String type;
    private @Nullable String id;
    private int hops;

    /**
     * Reads the event at the current token, and appends it.
     *
     * @throws IllegalArgumentException with a message for the sender, when it is not an event or exceeds a limit
     */
    public void read(JsonParser in, EventBatch batch) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException(EventValidation.NOT_AN_OBJECT);
        }
        type = null;
        id = null;
        hops = 0;
        fields = 0;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            in.nextToken();
            part(in, key);
        }
        if (type == null) {
            throw new IllegalArgumentException(EventValidation.NO_TYPE);
        }
        batch.add(event(type), id, hops);
    }

    private void part(JsonParser in, String key) throws IOException {
        switch (key) {
            case "event_type" -> type = text(in, key);
            case "event_id" -> id = in.currentToken() == JsonToken.VALUE_NULL ? null : text(in, key);
            case "fields" -> fields(in);
            case "hops" -> hops = hops(in);
            default -> in.skipChildren();
        }
    }

    private static String text(JsonParser in, String key) throws IOException {
        String text = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : null;
        String wrong = EventValidation.name(key, text);
        if (text == null || wrong != null) {
            throw new IllegalArgumentException(wrong);
        }
        return text;
    }

    private static int hops(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new IllegalArgumentException("hops must be a whole number");
        }
        return (int) Math.max(0, Math.min(RequestLimits.HOPS, in.getValueAsLong(RequestLimits.HOPS)));
    }

    private void fields(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException(EventValidation.FIELDS_NOT_AN_OBJECT);
        }
        fields = 0;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            put(name, JsonValueReader.read(in, RequestLimits.EVENT_DEPTH));
        }
    }

    /** A repeated name replaces the value before. There are few names, so a linear search is fastest. */
    private void put(String name, @Nullable Object value) {
        for (int i = 0; i < fields; i++) {
            if (name.equals(names[i])) {
                values[i] = value;
                return;
            }
        }
        String wrong = EventValidation.fields(fields + 1);
        if (wrong != null) {
            throw new IllegalArgumentException(wrong);
        }
        if (fields == names.length) {
            names = Arrays.copyOf(names, fields * 2);
            values = Arrays.copyOf(values, fields * 2);
        }
        names[fields] = name;
        values[fields] = value;
        fields++;
    }

    private Event event(String eventType) {
        if (fields == 0) {
            return Event.ofOwned(eventType, NO_NAMES, NO_VALUES);
        }
        @SuppressWarnings("NullAway") // the first so many have been set
        String[] ownNames = Arrays.copyOf(names, fields);
        return Event.ofOwned(eventType, ownNames, Arrays.copyOf(values, fields));
    }
}
