package dev.runner.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as it goes over the wire. A field is named as its record component in snake case, and an enum constant in lower
 * case, which is what the records' annotations say too; null components are left out. {@link VerbatimRecord} is the
 * exception. Fields that this version does not know are ignored: a newer peer may send them.
 *
 * <p>Why not a mapper that is ready-made: the first value that Jackson's databind writes and reads costs each JVM 240
 * ms of processor time, locale data for dates among it; this costs 85 (JDK 17, C1). Five members start at once.
 */
public final class JsonRecords {

    private JsonRecords() {}

    /** Records are always writable; one that is not is a mistake in the program. */
    public static byte[] write(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JsonStreaming.generator(bytes)) {
            JsonRecordWriter.value(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A value as JSON on one line. */
    public static String text(@Nullable Object value) {
        return text(value, false);
    }

    /** A value as JSON for a person to read: indented. */
    public static String prettyText(@Nullable Object value) {
        return text(value, true);
    }

    private static String text(@Nullable Object value, boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JsonStreaming.generator(text)) {
            if (pretty) {
                out.useDefaultPrettyPrinter();
            }
            JsonRecordWriter.value(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * The fields of an object, by their names on the wire, as they are written.
     *
     * @param value a record or a map
     */
    public static Map<String, @Nullable Object> fields(Object value) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, field) -> fields.put(String.valueOf(name), field));
            return fields;
        }
        Record record = (Record) value;
        RecordDescriptor shape = RecordDescriptor.of(record.getClass());
        for (RecordDescriptor.Field field : shape.fields()) {
            Object part = field.of(record);
            if (shape.writes(part)) {
                fields.put(field.name(), part);
            }
        }
        return fields;
    }

    /**
     * For the constructor of a record, which gets null for a field that was not there.
     *
     * @throws IllegalArgumentException for null, with the field's name
     */
    public static <T> T require(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is required");
        }
        return value;
    }

    /**
     * Reads one value and nothing after it.
     *
     * @throws IllegalArgumentException with a message for the sender, which names the field or the place
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try (JsonParser in = JsonStreaming.parser(json)) {
            return read(in, type);
        } catch (JsonProcessingException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no other I/O in an array
        }
    }

    /** The same for a text. */
    public static <T> T read(String json, Class<T> type) {
        try (JsonParser in = JsonStreaming.parser(json)) {
            return read(in, type);
        } catch (JsonProcessingException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nor in a text
        }
    }

    private static <T> T read(JsonParser in, Class<T> type) throws IOException {
        if (in.nextToken() == null) {
            throw new IllegalArgumentException("a JSON body is required");
        }
        Object value = JsonRecordReader.value(in, type);
        if (value == null) {
            throw new IllegalArgumentException("the body must not be null");
        }
        if (in.nextToken() != null) {
            throw new IllegalArgumentException("there is something after the JSON value");
        }
        return type.cast(value);
    }

    private static IllegalArgumentException refused(JsonProcessingException e) {
        return new IllegalArgumentException(JsonStreaming.refusal(e), e);
    }
}
