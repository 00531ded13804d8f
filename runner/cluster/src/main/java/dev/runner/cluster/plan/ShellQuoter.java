package dev.runner.cluster.plan;

/** Writes a word so that a shell reads it back as the same word: what is printed can be copied into a terminal. */
public final class ShellQuoter {
    private ShellQuoter() {}

    /** The word as it is where it needs no quotes, else in single ones. */
    public static String quote(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
