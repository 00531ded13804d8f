package dev.runner.util;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Durations as text. One grammar for specs, command lines and pipeline sources: a number, optionally with up to three
 * decimal places, directly followed by a unit: {@code 250ms}, {@code 10s}, {@code 1.5s}, {@code 2m}, {@code 1h}, {@code
 * 1d}. The precision is one millisecond.
 */
public final class DurationFormat {
    /** The grammar as a regular expression, for JSON Schema. */
    public static final String PATTERN = "^[0-9]+(\\.[0-9]{1,3})?(ms|s|m|h|d)$";

    private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(Long.MAX_VALUE);

    /** The longest duration whose {@link Duration#toNanos} does not overflow: 292 years. */
    private static final Duration LONGEST_IN_NANOS = Duration.ofNanos(Long.MAX_VALUE);

    /** More digits than any valid duration has; keeps hostile input cheap. */
    private static final int MOST_CHARACTERS = 40;

    private record Unit(String name, long millis) {}

    /** The longest first, so that {@link #format} chooses the longest unit that is exact. */
    private static final List<Unit> UNITS = List.of(
            new Unit("d", 86_400_000),
            new Unit("h", 3_600_000),
            new Unit("m", 60_000),
            new Unit("s", 1000),
            new Unit("ms", 1));

    private DurationFormat() {}

    /**
     * Parses a duration of at most 292 years, so that {@link Duration#toNanos} never overflows.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Duration parse(String text) {
        Duration duration = tryParse(text).orElseThrow(() -> {
            String problem = isNumber(text) ? "has no unit" : "is not a duration";
            return new IllegalArgumentException("`" + text + "` " + problem + "; write 250ms, 10s or 2m");
        });
        if (duration.compareTo(LONGEST_IN_NANOS) > 0) {
            throw new IllegalArgumentException("`" + text + "` is longer than 292 years");
        }
        return duration;
    }

    /**
     * Parses a duration that must be longer than zero, an interval for example.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Duration parsePositive(String text) {
        Duration duration = parse(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("`" + text + "` must be longer than zero");
        }
        return duration;
    }

    /** Parses a duration; empty if the text is not one, or its milliseconds do not fit in 64 bits. */
    public static Optional<Duration> tryParse(String text) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        String number = text.substring(0, end);
        String name = text.substring(end);
        return isNumber(number)
                ? UNITS.stream()
                        .filter(unit -> unit.name.equals(name))
                        .findFirst()
                        .flatMap(unit -> times(number, unit))
                : Optional.empty();
    }

    private static Optional<Duration> times(String number, Unit unit) {
        BigDecimal millis =
                new BigDecimal(number).multiply(BigDecimal.valueOf(unit.millis)).setScale(0, RoundingMode.HALF_UP);
        return millis.compareTo(MOST_MILLIS) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(millis.longValueExact()));
    }

    private static boolean isNumber(String text) {
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String decimals = point < 0 ? "0" : text.substring(point + 1);
        return text.length() <= MOST_CHARACTERS && isDigits(whole) && isDigits(decimals) && decimals.length() <= 3;
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * The shortest text that {@link #parse} reads as this duration of whole milliseconds: {@code 1500ms}, {@code 2m}.
     */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        for (Unit unit : UNITS) {
            if (millis % unit.millis == 0) {
                return millis / unit.millis + unit.name;
            }
        }
        throw new AssertionError("every number is a multiple of 1");
    }

    /** A measured duration, rounded for people: {@code 250 ms}, {@code 12.3 s}, {@code 4 min 5 s}. */
    public static String describe(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
            long tenths = (duration.toMillis() + 50) / 100;
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
