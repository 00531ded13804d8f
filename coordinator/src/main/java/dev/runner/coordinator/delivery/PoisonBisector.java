package dev.runner.coordinator.delivery;

/**
 * Isolates an event that makes a worker reject its whole batch: halves what is sent until the event goes alone and can
 * be answered for itself, after about log2(n) rejections. The order of events never changes.
 *
 * <p>Events are checked before they are queued, so this is rare. Guarded by the queue's lock.
 */
final class PoisonBisector {

    /** So many events, from the oldest on, were rejected together; 0: nothing is suspected. */
    private int suspects;

    /** How many events the next call may carry, at least one. */
    int limit(int max) {
        return suspects == 0 ? max : Math.min(max, Math.max(1, suspects / 2));
    }

    /** A call with the oldest so many events was rejected. */
    void rejected(int events) {
        suspects = events;
    }

    /** The oldest so many events have left the queue. */
    void settled(int events) {
        suspects = Math.max(0, suspects - events);
    }
}
