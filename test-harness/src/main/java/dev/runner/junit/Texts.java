package dev.runner.junit;

import java.time.Duration;
import java.util.Locale;

/** Words for people. */
final class Texts {
    private Texts() {}

    /** {@code 12.3 s}, {@code 4 ms}. */
    static String inWords(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(1)) < 0
                ? duration.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** Every line moved to the right. */
    static String indented(String text) {
        return text.lines()
                .map(line -> "  " + line + "\n")
                .reduce("", String::concat)
                .stripTrailing();
    }
}
