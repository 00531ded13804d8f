package dev.runner.language.operator;

/**
 * The remaining work that one event, or one window that fires, may cause. Windows that pass their rows on multiply
 * rows; without a limit, a small program and a few events could keep a worker busy forever.
 */
final class WorkBudget {
    /** The number of rows that streams receive and windows process. */
    static final long MOST = 10_000_000;

    private long left = MOST;
    private long dropped;
    private long forgotten;

    void begin() {
        left = MOST;
    }

    /** Whether the budget allows this many more rows; otherwise they count as dropped. */
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
