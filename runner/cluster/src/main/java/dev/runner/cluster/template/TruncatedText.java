package dev.runner.cluster.template;

import java.util.List;
import java.util.stream.Collectors;

/** Texts cut so that a message about them stays readable: a class path may be longer than a screen. */
public final class TruncatedText {
    private static final int LONGEST_WORD = 80;

    private TruncatedText() {}

    /** The word in one line, its end left out where it is long. */
    public static String of(String word) {
        String line = word.strip().lines().map(String::strip).collect(Collectors.joining("; "));
        return line.length() <= LONGEST_WORD ? line : line.substring(0, LONGEST_WORD - 3) + "...";
    }

    /** The words of a command. */
    public static String of(List<String> words) {
        return words.stream().map(TruncatedText::of).collect(Collectors.joining(" "));
    }
}
