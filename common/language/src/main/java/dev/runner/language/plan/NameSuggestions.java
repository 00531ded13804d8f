package dev.runner.language.plan;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody may have meant. */
final class NameSuggestions {
    private static final int LONGEST = 40;

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

    private NameSuggestions() {}

    /** The one of the names that is most like what was found; null where none is. */
    static @Nullable String nearest(String found, Collection<String> names) {
        String lower = found.toLowerCase(Locale.ROOT);
        String elsewhere = ELSEWHERE.get(lower);
        if (elsewhere != null && names.contains(elsewhere)) {
            return elsewhere;
        }
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            int most = name.length() > 5 ? 2 : 1;
            int distance = lower.length() > LONGEST ? LONGEST : distance(lower, name);
            if (distance <= most && distance < least) {
                best = name;
                least = distance;
            }
        }
        return best;
    }

    /** How many letters must be added, removed or changed, or change places with the next one. */
    private static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : least(from, to, i, j, steps);
            }
        }
        return steps[from.length()][to.length()];
    }

    private static int least(String from, String to, int i, int j, int[][] steps) {
        boolean isSame = from.charAt(i - 1) == to.charAt(j - 1);
        int least = Math.min(steps[i - 1][j - 1] + (isSame ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean isSwap =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return isSwap ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
