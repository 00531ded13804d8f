package dev.runner.language.plan;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody may have meant. */
final class Suggestions {
    /** Names that other languages have for the same. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("filter", "where"),
            Map.entry("when", "where"),
            Map.entry("map", "select"),
            Map.entry("project", "select"),
            Map.entry("group_by", "partition_by"),
            Map.entry("groupby", "partition_by"),
            Map.entry("key_by", "partition_by"),
            Map.entry("keyby", "partition_by"),
            Map.entry("output", "emit"),
            Map.entry("print", "emit"),
            Map.entry("reduce", "aggregate"),
            Map.entry("mean", "avg"),
            Map.entry("average", "avg"),
            Map.entry("std", "stddev"),
            Map.entry("total", "sum"),
            Map.entry("distinct", "count_distinct"));

    private Suggestions() {}

    /** The one of the names that is most like what was found; null where none is. */
    static @Nullable String nearest(String found, Collection<String> names) {
        String lower = found.toLowerCase(Locale.ROOT);
        String elsewhere = ELSEWHERE.get(lower);
        if (elsewhere != null && names.contains(elsewhere)) {
            return elsewhere;
        }
        String best = null;
        int least = 3;
        for (String name : names) {
            int distance = lower.length() > 40 ? least : distance(lower, name);
            if (distance < least && distance < name.length()) {
                best = name;
                least = distance;
            }
        }
        return best;
    }

    /** How many letters must be added, removed or changed. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
