package dev.runner.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a value of a known type. The parser stands on its first token before, and on its last one after. */
final class JsonRecordReader {

    private JsonRecordReader() {}

    static @Nullable Object value(JsonParser in, Type type) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            return container(in, generic);
        }
        Class<?> kind = (Class<?>) type;
        if (kind.isRecord()) {
            return record(in, kind);
        }
        return kind == Object.class ? anything(in) : JsonScalarReader.read(in, kind);
    }

    private static Object container(JsonParser in, ParameterizedType type) throws IOException {
        Type[] arguments = type.getActualTypeArguments();
        return type.getRawType() == Map.class ? map(in, arguments[1]) : list(in, arguments[0]);
    }

    private static @Nullable Object anything(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            return map(in, Object.class);
        }
        return in.currentToken() == JsonToken.START_ARRAY ? list(in, Object.class) : JsonScalarReader.readAny(in);
    }

    private static List<@Nullable Object> list(JsonParser in, Type item) throws IOException {
        expect(in, JsonToken.START_ARRAY, "a list");
        List<@Nullable Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.VALUE_NULL && item != Object.class) {
                throw JsonErrorLocation.wrong(in, "other than null");
            }
            items.add(value(in, item));
        }
        return items;
    }

    private static Map<String, @Nullable Object> map(JsonParser in, Type value) throws IOException {
        expect(in, JsonToken.START_OBJECT, "an object");
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            fields.put(name, value(in, value));
        }
        return fields;
    }

    private static Object record(JsonParser in, Class<?> kind) throws IOException {
        expect(in, JsonToken.START_OBJECT, "an object");
        RecordDescriptor shape = RecordDescriptor.of(kind);
        @Nullable Object[] values = new @Nullable Object[shape.fields().size()];
        while (in.nextToken() != JsonToken.END_OBJECT) {
            RecordDescriptor.Field field = shape.field(in.currentName());
            in.nextToken();
            if (field == null) {
                in.skipChildren();
            } else {
                values[field.index()] = value(in, field.type());
            }
        }
        return shape.create(values);
    }

    private static void expect(JsonParser in, JsonToken token, String what) {
        if (in.currentToken() != token) {
            throw JsonErrorLocation.wrong(in, what);
        }
    }
}
