package dev.runner.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The rules for events, with the error messages for their senders. The coordinator checks a batch before it responds; a
 * worker checks again, because events can be sent to it directly. A method returns the error message, or null if the
 * rule holds.
 */
public final class EventValidation {

    public static final String NOT_AN_OBJECT = "an event must be an object";
    public static final String NO_TYPE = "event_type is required";
    public static final String FIELDS_NOT_AN_OBJECT = "fields must be an object";
    public static final String TOO_DEEP =
            "lists and objects in fields must not be nested deeper than " + RequestLimits.EVENT_DEPTH + " levels";
    /** For a number that is not a finite double. */
    public static final String TOO_LARGE_A_NUMBER = "a number is too large: it must be a finite 64-bit float";

    private EventValidation() {}

    /**
     * Checks an event's type or id.
     *
     * @param key its JSON field
     * @param text null if it is not a string
     */
    public static @Nullable String name(String key, @Nullable String text) {
        if (text == null) {
            return key + " must be a text";
        }
        if (text.isEmpty() || text.length() > RequestLimits.NAME_LENGTH) {
            return key + " must have 1 to " + RequestLimits.NAME_LENGTH + " characters, but has " + text.length();
        }
        return isWellFormed(text) ? null : key + " must not contain half a surrogate pair, which UTF-8 cannot express";
    }

    /** Whether each surrogate is part of a pair. An escape such as {@code \\ud800} in JSON can make one that is not. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * Checks the number of fields.
     *
     * @param count the number so far
     */
    public static @Nullable String fields(int count) {
        return count > RequestLimits.FIELDS_PER_EVENT
                ? "an event must have at most " + RequestLimits.FIELDS_PER_EVENT + " fields"
                : null;
    }
}
