package dev.runner.language.value;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Durations as texts: a whole number and a unit, {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}, {@code 1d}. */
public final class DurationLiterals {
    private record Unit(String name, long millis) {}

    /** The longest first; ms before s and m, which it ends with and begins with. */
    private static final List<Unit> UNITS = List.of(
            new Unit("d", 86_400_000),
            new Unit("h", 3_600_000),
            new Unit("m", 60_000),
            new Unit("s", 1000),
            new Unit("ms", 1));

    private DurationLiterals() {}

    /** Null where the text is none, or too long to count its milliseconds. */
    public static @Nullable Duration parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        String unit = text.substring(digits);
        for (Unit each : UNITS) {
            if (each.name.equals(unit)) {
                return duration(text.substring(0, digits), each.millis);
            }
        }
        return null;
    }

    private static @Nullable Duration duration(String number, long unit) {
        try {
            return Duration.ofMillis(Math.multiplyExact(Long.parseLong(number), unit));
        } catch (NumberFormatException | ArithmeticException tooLong) {
            return null; // which is how this method says so
        }
    }

    /** In the longest unit that is exact. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        for (Unit each : UNITS) {
            if (millis % each.millis == 0) {
                return millis / each.millis + each.name;
            }
        }
        throw new AssertionError("every number is a multiple of 1");
    }
}
