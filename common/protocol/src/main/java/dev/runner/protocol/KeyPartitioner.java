package dev.runner.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Which replica a key's value belongs to. Coordinator and workers must agree on it, whoever routes the event, so it
 * depends on nothing but the value as JSON sees it: {@code 1}, {@code 1.0} and {@code 1e0} are one key, {@code "1"} is
 * another.
 */
public final class KeyPartitioner {

    private KeyPartitioner() {}

    /**
     * The replica for a value.
     *
     * @param value a String, Boolean, Long, Double (which a whole number beyond 64 bits is too), or null where the
     *     event has no such field; anything else counts by its text
     * @param replicas how many there are, at least 1
     * @return 0 to {@code replicas - 1}
     */
    public static int replica(@Nullable Object value, int replicas) {
        return Math.floorMod(mixed(canonical(value).hashCode()), replicas);
    }

    private static String canonical(@Nullable Object value) {
        if (value instanceof String text) {
            return "s" + text;
        }
        if (value instanceof Double number) {
            double exact = number;
            return exact == Math.rint(exact) && Math.abs(exact) < 0x1p63 ? "n" + (long) exact : "n" + number;
        }
        return value instanceof Long ? "n" + value : "o" + value;
    }

    /**
     * The hash of short texts differs mostly in its low bits, by small steps: spread it, or neighbours share a replica.
     */
    private static int mixed(int hash) {
        int h = hash * 0x9E3779B1;
        h ^= h >>> 15;
        h *= 0x85EBCA77;
        return h ^ (h >>> 13);
    }
}
