package dev.runner.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads values that have no parts. Nothing is converted: a number in quotes is a text. */
final class JsonScalarReader {

    private JsonScalarReader() {}

    static Object read(JsonParser in, Class<?> kind) throws IOException {
        if (kind == String.class) {
            require(in, in.currentToken() == JsonToken.VALUE_STRING, "a text");
            return in.getText();
        }
        if (kind == boolean.class || kind == Boolean.class) {
            require(in, in.currentToken().isBoolean(), "true or false");
            return in.getBooleanValue();
        }
        if (kind == Instant.class) {
            return instant(in);
        }
        if (kind.isEnum()) {
            return constant(in, kind);
        }
        return number(in, kind);
    }

    /** A value whose type nobody has declared. */
    static @Nullable Object readAny(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getNumberValue();
            default -> in.getText();
        };
    }

    private static Object number(JsonParser in, Class<?> kind) throws IOException {
        if (kind == BigDecimal.class || kind == double.class || kind == Double.class) {
            require(in, in.currentToken().isNumeric(), "a number");
            return kind == BigDecimal.class ? (Object) in.getDecimalValue() : (Object) in.getDoubleValue();
        }
        boolean wide = kind == long.class || kind == Long.class;
        require(in, in.currentToken() == JsonToken.VALUE_NUMBER_INT, "a whole number");
        boolean fits = in.getNumberType() == JsonParser.NumberType.INT
                || (wide && in.getNumberType() == JsonParser.NumberType.LONG);
        require(in, fits, "a whole number that is not so large");
        return wide ? (Object) in.getLongValue() : (Object) in.getIntValue();
    }

    private static Instant instant(JsonParser in) throws IOException {
        try {
            return Instant.parse(in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "");
        } catch (DateTimeException e) {
            throw JsonErrorLocation.wrong(in, "an instant such as 2026-01-01T00:00:00Z");
        }
    }

    private static Object constant(JsonParser in, Class<?> kind) throws IOException {
        EnumNames names = EnumNames.of(kind);
        Object constant = in.currentToken() == JsonToken.VALUE_STRING ? names.constant(in.getText()) : null;
        if (constant == null) {
            throw JsonErrorLocation.wrong(in, "one of " + String.join(", ", names.names()));
        }
        return constant;
    }

    private static void require(JsonParser in, boolean right, String what) {
        if (!right) {
            throw JsonErrorLocation.wrong(in, what);
        }
    }
}
