package dev.runner.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the kinds of values that records of the protocol are made of. */
final class JsonRecordWriter {

    private JsonRecordWriter() {}

    static void value(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            text(out, text);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Number number) {
            number(out, number);
        } else if (value instanceof Instant instant) {
            out.writeString(instant.toString());
        } else if (value instanceof Enum<?> constant) {
            out.writeString(EnumNames.of(constant));
        } else if (value instanceof Record record) {
            record(out, record);
        } else {
            collection(out, value);
        }
    }

    /** A lone surrogate, which a text with a byte that is not UTF-8 has, can only be written as an escape. */
    private static void text(JsonGenerator out, String text) throws IOException {
        if (!hasSurrogate(text)) {
            out.writeString(text);
            return;
        }
        StringBuilder escaped = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (isSurrogate(c)) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                JsonStringEncoder.getInstance().quoteAsString(Character.toString(c), escaped);
            }
        });
        out.writeRawValue(escaped.append('"').toString());
    }

    /** Also one of a pair; those are rare enough to take the slow way, which writes them as they are. */
    private static boolean hasSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static void number(JsonGenerator out, Number number) throws IOException {
        if (number instanceof Integer || number instanceof Long) {
            out.writeNumber(number.longValue());
        } else if (number instanceof BigDecimal exact) {
            out.writeNumber(exact);
        } else {
            out.writeNumber(number.doubleValue());
        }
    }

    private static void collection(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Iterable<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                value(out, item);
            }
            out.writeEndArray();
        } else if (value instanceof Map<?, ?> fields) {
            out.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                out.writeFieldName(String.valueOf(field.getKey()));
                value(out, field.getValue());
            }
            out.writeEndObject();
        } else {
            throw new IOException(value.getClass() + " has no form in JSON");
        }
    }

    private static void record(JsonGenerator out, Record record) throws IOException {
        RecordDescriptor shape = RecordDescriptor.of(record.getClass());
        out.writeStartObject();
        for (RecordDescriptor.Field field : shape.fields()) {
            Object value = field.of(record);
            if (shape.writes(value)) {
                out.writeFieldName(field.name());
                value(out, value);
            }
        }
        out.writeEndObject();
    }
}
