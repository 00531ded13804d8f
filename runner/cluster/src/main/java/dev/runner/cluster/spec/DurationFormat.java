package dev.runner.cluster.spec;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 10s}, {@code 1.5s}, {@code 2m}, {@code 1h}. */
public final class DurationFormat {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,3}))?(ms|s|m|h)");

    private DurationFormat() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            String unit = text.matches("\\d+") ? " without a unit" : "";
            throw new IllegalArgumentException("`" + text + "` is no duration" + unit + "; write 250ms, 10s or 2m");
        }
        long unit = unit(matcher.group(3));
        Duration whole = Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        String fraction = matcher.group(2);
        return fraction == null ? whole : whole.plusMillis(Math.round(Double.parseDouble("0." + fraction) * unit));
    }

    /** The shortest text that {@link #parse} reads as this duration (of whole milliseconds). */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis != 0 && millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static long unit(String name) {
        return switch (name) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }
}
