package dev.runner.worker.pipeline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Checks the tokens of a checkpoint. */
final class JsonExpectations {

    private JsonExpectations() {}

    static void token(JsonParser in, JsonToken expected, String path) {
        if (in.currentToken() != expected) {
            throw new IllegalArgumentException(path + " must be " + name(expected));
        }
    }

    static long number(JsonParser in, String path) throws IOException {
        token(in, JsonToken.VALUE_NUMBER_INT, path);
        return in.getLongValue();
    }

    private static String name(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            default -> "a whole number";
        };
    }
}
