package dev.runner.coordinator.delivery;

/**
 * Isolates an event that makes a worker reject its whole batch, or fail at it several times: halves what is sent until
 * the event goes alone and can be answered for itself, after about log2(n) calls. The order of events never changes.
 *
 * <p>Events are checked before they are queued, so this is rare. Guarded by the queue's lock.
 */
final class PoisonBisector {

    /** So many failures in a row are an accident; the next one is the events' fault. */
    static final int ACCIDENTS = 2;

    /** So many events, from the oldest on, were rejected together; 0: nothing is suspected. */
    private int suspects;

    /** Failures of the worker since the oldest event became the oldest. */
    private int failures;

    /** How many events the next call may carry, at least one. */
    int limit(int max) {
        return suspects == 0 ? max : Math.min(max, Math.max(1, suspects / 2));
    }

    /** A call with the oldest so many events was rejected. */
    void rejected(int events) {
        suspects = events;
    }

    /** At a call the worker failed. Returns whether that is to be taken for the fault of one of its events. */
    boolean isSuspect() {
        return ++failures > ACCIDENTS;
    }

    /** The oldest so many events have left the queue. */
    void settled(int events) {
        failures = 0;
        suspects = Math.max(0, suspects - events);
    }
}
