package dev.runner.cli.options;

import dev.runner.util.DurationFormat;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * Reads the beginning of a time: {@code 5m} (that long ago), {@code 14:30} or {@code 14:30:05} (today, or
 * yesterday where that is still to come), {@code
 * 2026-01-31T14:30} (of the clock's zone), {@code 2026-01-31T14:30:05Z}.
 */
public final class SinceConverter {
    private SinceConverter() {}

    /**
     * Reads it.
     *
     * @param clock for what now and today are
     * @throws IllegalArgumentException with a message for the user
     */
    public static Instant parse(String text, Clock clock) {
        try {
            if (text.matches("[0-9.]+[a-z]+")) {
                return clock.instant().minus(DurationFormat.parse(text));
            }
            if (!text.contains("T")) {
                LocalDate day = LocalDate.now(clock).minusDays(isOfYesterday(text, clock) ? 1 : 0);
                return day.atTime(LocalTime.parse(text)).atZone(clock.getZone()).toInstant();
            }
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).atZone(clock.getZone()).toInstant();
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time: write 5m, 14:30, 2026-01-31T14:30 or 2026-01-31T14:30:05Z", e);
        }
    }

    /** Whether it is a time of day that is still to come today: then yesterday's is meant. */
    public static boolean isOfYesterday(String text, Clock clock) {
        boolean isTimeOfDay = text.indexOf(':') >= 0 && !text.contains("T");
        return isTimeOfDay && LocalTime.parse(text).isAfter(LocalTime.now(clock));
    }
}
