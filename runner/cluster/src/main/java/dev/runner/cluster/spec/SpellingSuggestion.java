package dev.runner.cluster.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody meant who wrote a name that does not exist. */
final class SpellingSuggestion {
    private SpellingSuggestion() {}

    /** {@code did you mean `command`?} where one is near enough, otherwise all that are known. */
    static String of(String written, Collection<String> known) {
        return nearest(written, known)
                .map(name -> "did you mean `" + name + "`?")
                .orElseGet(() -> "known are " + String.join(", ", known));
    }

    static Optional<String> nearest(String written, Collection<String> known) {
        int tolerance = Math.max(1, written.length() / 3);
        return known.stream()
                .filter(name -> distance(fold(written), fold(name)) <= tolerance)
                .min(Comparator.comparingInt(name -> distance(fold(written), fold(name))));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** The number of letters to insert, remove, replace, or swap with their neighbour. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
