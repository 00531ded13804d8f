package dev.runner.service;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them on a command line: {@code 500ms}, {@code 5s}, {@code 2m}. */
public final class DurationParser {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m)");

    private DurationParser() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a duration (e.g. 500ms, 5s, 2m)");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
        if (duration.isZero()) {
            throw new IllegalArgumentException("\"" + text + "\" is no time at all; it must be more than zero");
        }
        return duration;
    }
}
