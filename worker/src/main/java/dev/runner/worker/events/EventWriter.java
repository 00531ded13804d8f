package dev.runner.worker.events;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.language.Event;
import dev.runner.language.value.Values;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes events and the values in them. */
public final class EventWriter {

    private EventWriter() {}

    /** Writes an output as clients see it: {@code {"event_type": "A", "result": "ok"}}. */
    public static void flat(JsonGenerator out, Event event) throws IOException {
        out.writeStartObject();
        out.writeStringField("event_type", event.type());
        for (int i = 0; i < event.size(); i++) {
            String name = event.name(i);
            if (!name.equals("event_type")) { // the type is the stream's name, whatever the stream says
                out.writeFieldName(name);
                value(out, event.value(i));
            }
        }
        out.writeEndObject();
    }

    /** Writes the parts of an event as {@link EventReader} reads them, into an object that the caller has begun. */
    public static void parts(JsonGenerator out, Event event) throws IOException {
        out.writeStringField("event_type", event.type());
        out.writeObjectFieldStart("fields");
        for (int i = 0; i < event.size(); i++) {
            out.writeFieldName(event.name(i));
            value(out, event.value(i));
        }
        out.writeEndObject();
    }

    /** Writes a value. JSON has no NaN and no infinity, so these become null; times and durations become strings. */
    public static void value(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Double number) {
            decimal(out, number);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Iterable<?> items) {
            list(out, items);
        } else if (value instanceof Map<?, ?> fields) {
            object(out, fields);
        } else if (value == null) {
            out.writeNull();
        } else {
            out.writeString(String.valueOf(Values.toJson(value)));
        }
    }

    private static void decimal(JsonGenerator out, double number) throws IOException {
        if (Double.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeNull();
        }
    }

    private static void list(JsonGenerator out, Iterable<?> items) throws IOException {
        out.writeStartArray();
        for (Object item : items) {
            value(out, item);
        }
        out.writeEndArray();
    }

    private static void object(JsonGenerator out, Map<?, ?> fields) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            out.writeFieldName(String.valueOf(field.getKey()));
            value(out, field.getValue());
        }
        out.writeEndObject();
    }
}
