package dev.runner.cluster.template;

import java.util.List;
import java.util.stream.Collectors;

/** Texts cut so that a message about them stays readable: a class path may be longer than a screen. */
public final class TruncatedText {
    private static final int LONGEST_WORD = 80;

    private TruncatedText() {}

    /** The word in one line, its end left out where it is long. */
    public static String of(String word) {
        return of(word, LONGEST_WORD);
    }

    /** The text in one line of at most so many characters. */
    public static String of(String text, int longest) {
        String line = text.strip().lines().map(String::strip).collect(Collectors.joining("; "));
        return line.length() <= longest ? line : line.substring(0, longest - 3) + "...";
    }

    /**
     * A command for people, in one line of at most so many characters: a script without its shell, a program without
     * its directory.
     */
    public static String command(List<String> words, int longest) {
        boolean script = words.size() == 3
                && words.get(0).equals("/bin/sh")
                && words.get(1).equals("-c");
        String program = words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
        String text = script ? words.get(2) : program + " " + String.join(" ", words.subList(1, words.size()));
        return of(text, longest);
    }

    /** The words of a command. */
    public static String of(List<String> words) {
        return words.stream().map(TruncatedText::of).collect(Collectors.joining(" "));
    }
}
