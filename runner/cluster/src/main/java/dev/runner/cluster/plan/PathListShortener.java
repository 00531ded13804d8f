package dev.runner.cluster.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows a long list of paths, such as a class path of 42 jars, once in a plan: later it names where it was shown. */
final class PathListShortener {
    private static final int LONG = 200;

    private final Map<String, String> shownFor = new HashMap<>();

    /** @param member whose value it is */
    String of(String member, String value) {
        int entries = value.split(":", -1).length;
        if (value.length() < LONG || entries < 4) {
            return value;
        }
        String first = shownFor.putIfAbsent(value, member);
        return first == null || first.equals(member) ? value : "<the " + entries + " paths of " + first + ">";
    }

    List<String> of(String member, List<String> words) {
        return words.stream().map(word -> of(member, word)).toList();
    }
}
