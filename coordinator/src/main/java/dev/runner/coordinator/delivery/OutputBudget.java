package dev.runner.coordinator.delivery;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the outputs that are kept for answers, in bytes: those of one request for one slot, and all together. A small
 * batch of events can have very large outputs. Thread-safe.
 */
final class OutputBudget {

    /** Bytes of the outputs of one request for one slot. */
    static final long MOST_PER_REQUEST = 16L << 20;

    private static final int HEAP_SHARE = 8;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /** @param mostBytes of all requests */
    OutputBudget(long mostBytes) {
        this.most = mostBytes;
    }

    static OutputBudget ofThisProcess() {
        return new OutputBudget(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** Takes room for the outputs of an event. Returns false when there is none: they are left out of the answer. */
    boolean take(PendingBatch request, long bytes) {
        if (bytes == 0 || request.isSettled()) {
            return true;
        }
        if (request.outputBytes() + bytes > MOST_PER_REQUEST) {
            return false;
        }
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            return false;
        }
        request.addOutputBytes(bytes);
        return true;
    }

    /** The request is answered. */
    void giveBack(PendingBatch request) {
        taken.addAndGet(-request.outputBytes());
    }

    long taken() {
        return taken.get();
    }
}
