package dev.runner.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped word was probably meant to be. */
final class ClosestMatch {
    private ClosestMatch() {}

    /** The known word with the fewest wrong letters, if a third or less of it is wrong. */
    static Optional<String> nearest(String typed, Collection<String> known) {
        return known.stream()
                .filter(word -> distance(typed, word)
                        <= Math.max(1, word.replace("-", "").length() / 3))
                .min(Comparator.comparingInt(word -> distance(typed, word)));
    }

    /** How many letters must be added, removed, replaced or swapped with their neighbour (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
