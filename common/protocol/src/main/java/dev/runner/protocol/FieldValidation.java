package dev.runner.protocol;

import org.jspecify.annotations.Nullable;

/** Checks that the records share. Their messages name the JSON field and are sent to the client. */
final class FieldValidation {

    private FieldValidation() {}

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
        return wellFormed(name, text);
    }

    /** Checks a text that is stored, compared or sent on: half a surrogate pair would arrive as another text. */
    static String wellFormed(String name, String text) {
        if (!EventValidation.isWellFormed(text)) {
            throw new IllegalArgumentException(
                    name + " must not contain half a surrogate pair, which UTF-8 cannot express");
        }
        return text;
    }

    /** Checks a text that may be left out, and is a part of headers or logs where it is there. */
    static @Nullable String optionalLine(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        requireNoControls(name, text);
        return wellFormed(name, text);
    }

    private static void requireNoControls(String name, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " must not have control characters");
        }
    }

    static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
    }

    /** Checks a name that people choose, for lists and logs. */
    static String name(String field, @Nullable String value) {
        String text = requiredText(field, value);
        requireMaxLength(field, text, RequestLimits.NAME_LENGTH);
        requireNoControls(field, text);
        return text;
    }

    static void requireMaxLength(String name, String text, int limit) {
        if (text.length() > limit) {
            throw new IllegalArgumentException(
                    name + " must have at most " + limit + " characters, but has " + text.length());
        }
    }

    static void count(String name, int count, int least, int most) {
        if (count < least || count > most) {
            throw new IllegalArgumentException(name + " must have " + least + " to " + most + ", but has " + count);
        }
    }
}
