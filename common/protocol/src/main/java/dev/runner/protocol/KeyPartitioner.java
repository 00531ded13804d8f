package dev.runner.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the replica for a key's value. Coordinator and workers must agree on it, so it depends only on the value as
 * JSON defines it: {@code 1}, {@code 1.0} and {@code 1e0} are the same key, {@code "1"} is another one.
 */
public final class KeyPartitioner {

    private KeyPartitioner() {}

    /**
     * The replica for a value.
     *
     * @param value a String, Boolean, Long, Double (also for a whole number beyond 64 bits), or null if the event has
     *     no such field; any other value counts as its text
     * @param replicas the number of replicas, at least 1
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
     * Spreads the hash: those of short strings differ mostly in the low bits, so similar keys would share a replica.
     */
    private static int mixed(int hash) {
        int h = hash * 0x9E3779B1;
        h ^= h >>> 15;
        h *= 0x85EBCA77;
        return h ^ (h >>> 13);
    }
}
