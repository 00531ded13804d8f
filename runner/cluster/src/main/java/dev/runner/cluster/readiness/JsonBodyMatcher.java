package dev.runner.cluster.readiness;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for values in a JSON text: texts, numbers and truth values, compared as they are written. */
final class JsonBodyMatcher {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonBodyMatcher() {}

    /** What is not as expected, in words; empty where all is. */
    static Optional<String> mistake(String body, Map<String, String> expected) {
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> values;
        try {
            values = read(body);
        } catch (IOException e) {
            return Optional.of("the body is not JSON");
        }
        for (Map.Entry<String, String> each : expected.entrySet()) {
            String found = values.get(each.getKey());
            if (!each.getValue().equals(found)) {
                return Optional.of(each.getKey() + (found == null ? " is missing" : " is " + found) + " and not "
                        + each.getValue());
            }
        }
        return Optional.empty();
    }

    /** Every value that is no object and no list, by its path. */
    private static Map<String, String> read(String body) throws IOException {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JSON.createParser(body)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                if (token.isScalarValue()) {
                    values.put(path(parser.getParsingContext()), parser.getText());
                }
                token = parser.nextToken();
            }
        }
        return values;
    }

    private static String path(@Nullable JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return "";
        }
        String before = path(context.getParent());
        String name = context.inArray() ? String.valueOf(context.getCurrentIndex()) : context.getCurrentName();
        return before.isEmpty() ? name : before + "." + name;
    }
}
