package dev.runner.worker.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.http.json.JsonStreaming;
import dev.runner.protocol.EventValidation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of fields: a whole number of 64 bits is a Long, any other number a Double. The parser is on the first
 * token of the value before, and on its last one after.
 */
public final class JsonValueReader {

    private JsonValueReader() {}

    /**
     * Reads a value.
     *
     * @param levels how deep lists and objects may be nested here
     * @throws IllegalArgumentException with a message for the sender, when a number is too large or the nesting too
     *     deep
     */
    static @Nullable Object read(JsonParser in, int levels) throws IOException {
        JsonToken token = in.currentToken();
        return switch (token) {
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> whole(in);
            case VALUE_NUMBER_FLOAT -> decimal(in);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> object(in, levels);
            case START_ARRAY -> list(in, levels);
            default -> null;
        };
    }

    /**
     * Reads an object that is not part of an event, e.g. of a checkpoint.
     *
     * @throws IllegalArgumentException with a message for the sender
     */
    public static Map<String, @Nullable Object> object(JsonParser in) throws IOException {
        return object(in, JsonStreaming.MAX_DEPTH);
    }

    private static Object whole(JsonParser in) throws IOException {
        return in.getNumberType() == NumberType.BIG_INTEGER ? decimal(in) : (Object) in.getLongValue();
    }

    private static Double decimal(JsonParser in) throws IOException {
        double value = in.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException(EventValidation.TOO_LARGE_A_NUMBER);
        }
        return value;
    }

    private static Map<String, @Nullable Object> object(JsonParser in, int levels) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        int below = deeper(levels);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            fields.put(name, read(in, below));
        }
        return fields;
    }

    private static List<@Nullable Object> list(JsonParser in, int levels) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        int below = deeper(levels);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(in, below));
        }
        return items;
    }

    private static int deeper(int levels) {
        if (levels == 0) {
            throw new IllegalArgumentException(EventValidation.TOO_DEEP);
        }
        return levels - 1;
    }
}
