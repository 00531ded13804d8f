package dev.runner.worker.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the number of ids that all pipelines of a worker remember together. */
final class IdBudget {

    /** Approximate bytes per id. */
    private static final int BYTES_EACH = 16;
    /** One part in so many of the heap. */
    private static final int SHARE = 8;

    private final AtomicLong left;

    IdBudget(long ids) {
        this.left = new AtomicLong(ids);
    }

    /** The budget for a heap of this size, in bytes. */
    static IdBudget ofHeap(long bytes) {
        return new IdBudget(bytes / SHARE / BYTES_EACH);
    }

    /** Takes room for so many more ids. Returns false when there is too little. */
    boolean take(int ids) {
        if (left.addAndGet(-ids) >= 0) {
            return true;
        }
        left.addAndGet(ids);
        return false;
    }

    void giveBack(int ids) {
        left.addAndGet(ids);
    }
}
