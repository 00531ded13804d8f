package dev.runner.util;

/** A number of things, in words. */
public final class Counted {
    private Counted() {}

    /**
     * {@code 1 member}, {@code 2 members}.
     *
     * @param noun in the singular, with a plural by {@code s} or, after {@code s}, by {@code es}
     */
    public static String of(long count, String noun) {
        String ending = noun.endsWith("s") ? "es" : "s";
        return count + " " + noun + (count == 1 ? "" : ending);
    }
}
