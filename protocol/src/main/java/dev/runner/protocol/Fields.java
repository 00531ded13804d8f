package dev.runner.protocol;

import org.jspecify.annotations.Nullable;

/** The checks that the records share. Their messages name the field as it is written in JSON, and reach the client. */
final class Fields {

    private Fields() {}

    static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is required");
        }
        return value;
    }

    static String requiredText(String name, @Nullable String value) {
        String text = required(name, value);
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return text;
    }

    static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
    }
}
