package dev.runner.worker.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/** How many ids all pipelines of a worker may keep together. */
final class IdBudget {

    /** About what one id costs. */
    private static final int BYTES_EACH = 16;
    /** Of the heap, one part in so many. */
    private static final int SHARE = 8;

    private final AtomicLong left;

    IdBudget(long ids) {
        this.left = new AtomicLong(ids);
    }

    /** A share of a heap of this size, in bytes. */
    static IdBudget ofHeap(long bytes) {
        return new IdBudget(bytes / SHARE / BYTES_EACH);
    }

    /** Whether there is room for so many more, which is taken then. */
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
