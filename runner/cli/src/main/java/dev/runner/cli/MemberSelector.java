package dev.runner.cli;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which members a word means: one by its name, all of a kind by the kind's, or those whose names match a pattern with
 * {@code *} for any letters and {@code ?} for one.
 */
final class MemberSelector {
    private MemberSelector() {}

    /** The names that are meant, in the order in which they are known; empty where there is none. */
    static List<String> select(String word, Collection<String> known) {
        if (known.contains(word)) {
            return List.of(word);
        }
        Pattern meant = isPattern(word) ? glob(word) : Pattern.compile(Pattern.quote(word) + "-\\d{1,3}");
        return known.stream().filter(name -> meant.matcher(name).matches()).toList();
    }

    static boolean isPattern(String word) {
        return word.indexOf('*') >= 0 || word.indexOf('?') >= 0;
    }

    /** Linear to match: two stars are never beside each other, and each takes as little as it can. */
    private static Pattern glob(String word) {
        return Pattern.compile(word.replaceAll("\\*+", "*")
                .chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining()));
    }
}
