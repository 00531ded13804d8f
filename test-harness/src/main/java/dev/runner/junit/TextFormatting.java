package dev.runner.junit;

import dev.runner.cluster.ClusterFailure;
import java.time.Duration;

/** Words for people. */
final class TextFormatting {
    private TextFormatting() {}

    /** {@code 4 ms}, {@code 12.3 s}, {@code 4 min 5 s}: as the failures of a cluster tell it. */
    static String inWords(Duration duration) {
        return ClusterFailure.inWords(duration);
    }

    /** Every line moved to the right. */
    static String indented(String text) {
        return text.lines()
                .map(line -> "  " + line + "\n")
                .reduce("", String::concat)
                .stripTrailing();
    }
}
