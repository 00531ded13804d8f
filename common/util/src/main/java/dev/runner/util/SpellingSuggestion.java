package dev.runner.util;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a misspelled one was probably meant to be. */
public final class SpellingSuggestion {
    private SpellingSuggestion() {}

    /** For an error message: {@code did you mean `command`?}, or all known names where none is similar enough. */
    public static String hint(String written, Collection<String> known) {
        return nearest(written, known)
                .map(name -> "did you mean `" + name + "`?")
                .orElseGet(() -> "known are " + String.join(", ", known));
    }

    /**
     * The most similar of the known names, if at most a third of its letters (but always one) would have to be edited.
     * Case, hyphens and underscores are ignored. Of equally similar names the first one wins.
     */
    public static Optional<String> nearest(String written, Collection<String> known) {
        String folded = fold(written);
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String name : known) {
            String candidate = fold(name);
            int tolerance = Math.max(1, candidate.length() / 3);
            // The length alone rules most names out, and keeps a written name of any length cheap.
            if (Math.abs(candidate.length() - folded.length()) <= tolerance) {
                int distance = distance(folded, candidate);
                if (distance <= tolerance && distance < least) {
                    best = name;
                    least = distance;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /**
     * The number of letters to insert, delete, replace, or swap with their neighbor (the optimal string alignment
     * distance).
     */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
