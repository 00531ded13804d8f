package dev.runner.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;

/** Where a wrong value stands, e.g. {@code events[3].fields.x}. Put together only when there is one. */
final class JsonErrorLocation {

    private JsonErrorLocation() {}

    /** The exception for the value that the parser stands on. */
    static IllegalArgumentException wrong(JsonParser in, String mustBe) {
        JsonStreamContext context = in.getParsingContext();
        boolean inside = in.currentToken().isStructStart();
        StringBuilder path = new StringBuilder();
        append(path, inside ? context.getParent() : context);
        return new IllegalArgumentException((path.isEmpty() ? "the body" : path) + " must be " + mustBe);
    }

    private static void append(StringBuilder path, JsonStreamContext context) {
        if (context.inRoot()) {
            return;
        }
        append(path, context.getParent());
        if (context.inArray()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else {
            path.append(path.isEmpty() ? "" : ".").append(context.getCurrentName());
        }
    }
}
