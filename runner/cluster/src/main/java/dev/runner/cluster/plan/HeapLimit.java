package dev.runner.cluster.plan;

/** How much heap each member of a cluster may have, as all of them share one machine. */
public final class HeapLimit {
    /** What a member of the default cluster needs at the very most. */
    public static final int DEFAULT_CAP = 512;

    /** Below this a JVM with an HTTP server does not start; a machine so small has to swap. */
    static final int LEAST = 24;

    /** The rest is for what a JVM needs besides its heap, and for everything else on the machine. */
    private static final double SHARE = 0.6;

    private HeapLimit() {}

    /** Megabytes for {@code -Xmx}: the member's part of the memory, at most {@code cap}. */
    public static int megabytes(long availableBytes, int members, int cap) {
        long each = (long) (availableBytes * SHARE / Math.max(1, members)) >> 20;
        return (int) Math.max(LEAST, Math.min(each, cap));
    }
}
