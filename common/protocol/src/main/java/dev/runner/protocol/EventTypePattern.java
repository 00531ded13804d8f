package dev.runner.protocol;

import java.util.List;

/** A pattern for event types: an exact name, a prefix ({@code Sensor*}), or all ({@code *}). */
public final class EventTypePattern {

    private EventTypePattern() {}

    /** Whether any of the patterns matches. */
    public static boolean matchesAny(List<String> patterns, String eventType) {
        for (String pattern : patterns) {
            if (matches(pattern, eventType)) {
                return true;
            }
        }
        return false;
    }

    static boolean matches(String pattern, String eventType) {
        int last = pattern.length() - 1;
        boolean isBeginning = last >= 0 && pattern.charAt(last) == '*';
        return isBeginning ? eventType.regionMatches(0, pattern, 0, last) : pattern.equals(eventType);
    }
}
