package dev.runner.language.operator;

import java.util.function.LongSupplier;

/**
 * How much the streams of a program remember: bytes of a checkpoint, and objects of the heap. Within its limit, rows,
 * keys and values are remembered; beyond it they are forgotten, so that no event, whatever it causes, makes a state
 * that is too large to be moved.
 */
final class StateSize {

    private LongSupplier limit = () -> Long.MAX_VALUE;
    private long bytes;
    private long objects;

    void limitTo(LongSupplier mostBytes) {
        limit = mostBytes;
    }

    boolean hasRoomFor(long more) {
        return bytes + more <= limit.getAsLong();
    }

    void add(long moreBytes, long moreObjects) {
        bytes += moreBytes;
        objects += moreObjects;
    }

    long bytes() {
        return bytes;
    }

    long objects() {
        return objects;
    }
}
