package dev.runner.language.value;

import dev.runner.util.DurationFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Converts strings and numbers to timestamps and durations; null if that is not possible. */
public final class TimeConversions {
    private TimeConversions() {}

    /** Converts an ISO 8601 string with an offset or {@code Z}, or milliseconds since 1970. */
    public static @Nullable Instant timestamp(@Nullable Object value) {
        if (value instanceof Long millis) {
            return Instant.ofEpochMilli(millis);
        }
        if (value instanceof String text) {
            try {
                return Instant.ofEpochMilli(
                        OffsetDateTime.parse(text).toInstant().toEpochMilli());
            } catch (DateTimeException | ArithmeticException notOne) {
                return null; // not a timestamp
            }
        }
        return value instanceof Instant instant ? instant : null;
    }

    public static @Nullable Duration duration(@Nullable Object value) {
        if (value instanceof String text) {
            return DurationFormat.tryParse(text).orElse(null);
        }
        return value instanceof Duration duration ? duration : null;
    }
}
