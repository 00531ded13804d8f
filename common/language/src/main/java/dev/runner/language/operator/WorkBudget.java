package dev.runner.language.operator;

/**
 * How much one event, or one window that fires, may still cause. Streams of windows that pass their rows on multiply
 * rows; without an end to it, a small program and a few events would keep a worker busy for ever.
 */
final class WorkBudget {
    /** Rows that streams take and that windows go through. */
    static final long MOST = 10_000_000;

    private long left = MOST;
    private long dropped;
    private long forgotten;

    void begin() {
        left = MOST;
    }

    /** Whether there is room for so many more rows; where there is not, they count as dropped. */
    boolean isGranted(long rows) {
        left -= rows;
        if (left >= 0) {
            return true;
        }
        dropped += rows;
        return false;
    }

    void forget(long rows) {
        forgotten += rows;
    }

    long dropped() {
        return dropped;
    }

    long forgotten() {
        return forgotten;
    }
}
