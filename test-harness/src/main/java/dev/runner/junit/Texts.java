package dev.runner.junit;

import dev.runner.cluster.FatalError;
import java.time.Duration;

/** Words for people. */
final class Texts {
    private Texts() {}

    /** {@code 4 ms}, {@code 12.3 s}, {@code 4 min 5 s}: as the failures of a cluster tell it. */
    static String inWords(Duration duration) {
        return FatalError.inWords(duration);
    }

    /** Every line moved to the right. */
    static String indented(String text) {
        return text.lines()
                .map(line -> "  " + line + "\n")
                .reduce("", String::concat)
                .stripTrailing();
    }
}
