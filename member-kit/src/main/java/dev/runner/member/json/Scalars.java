package dev.runner.member.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads values that have no parts. Nothing is converted: a number in quotes is a text. */
final class Scalars {

    private Scalars() {}

    static Object read(JsonParser in, Class<?> kind, String path) throws IOException {
        if (kind == String.class) {
            require(in.currentToken() == JsonToken.VALUE_STRING, path, "a text");
            return in.getText();
        }
        if (kind == boolean.class || kind == Boolean.class) {
            require(in.currentToken().isBoolean(), path, "true or false");
            return in.getBooleanValue();
        }
        if (kind.isEnum()) {
            return constant(in, kind, path);
        }
        return number(in, kind, path);
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

    private static Object number(JsonParser in, Class<?> kind, String path) throws IOException {
        if (kind == BigDecimal.class || kind == double.class || kind == Double.class) {
            require(in.currentToken().isNumeric(), path, "a number");
            return kind == BigDecimal.class ? (Object) in.getDecimalValue() : (Object) in.getDoubleValue();
        }
        boolean wide = kind == long.class || kind == Long.class;
        require(in.currentToken() == JsonToken.VALUE_NUMBER_INT, path, "a whole number");
        boolean fits = in.getNumberType() == JsonParser.NumberType.INT
                || (wide && in.getNumberType() == JsonParser.NumberType.LONG);
        require(fits, path, "a whole number that is not so large");
        return wide ? (Object) in.getLongValue() : (Object) in.getIntValue();
    }

    private static Object constant(JsonParser in, Class<?> kind, String path) throws IOException {
        StringBuilder names = new StringBuilder();
        for (Object constant : kind.getEnumConstants()) {
            String name = RecordShape.jsonName((Enum<?>) constant);
            if (in.currentToken() == JsonToken.VALUE_STRING && name.equals(in.getText())) {
                return constant;
            }
            names.append(names.isEmpty() ? "" : ", ").append(name);
        }
        throw new IllegalArgumentException(path + " must be one of " + names);
    }

    private static void require(boolean right, String path, String what) {
        if (!right) {
            throw new IllegalArgumentException(path + " must be " + what);
        }
    }
}
