package dev.runner.cluster.logs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds line ends eight bytes at a time: the manager runs without the compiler that would make that of a plain loop,
 * and this is half of what following a chatty member costs (27 against 56 to 91 ns for a line of 100 bytes).
 */
public final class LineFeedScanner {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long FEEDS = '\n' * ONES;

    private LineFeedScanner() {}

    /** The first one between two places; -1 where there is none. */
    public static int indexIn(byte[] bytes, int from, int to) {
        int at = from;
        for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
            // A byte is zero where there is a line feed, and the subtraction borrows into the high bit of the first
            // one.
            long difference = (long) LONG.get(bytes, at) ^ FEEDS;
            long found = (difference - ONES) & ~difference & HIGH;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < to) {
            if (bytes[at] == '\n') {
                return at;
            }
            at++;
        }
        return -1;
    }

    /** The place behind the last one between two places; {@code from} where there is none. */
    static int indexAfterLast(byte[] bytes, int from, int to) {
        int at = to;
        while (at > from && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }
}
