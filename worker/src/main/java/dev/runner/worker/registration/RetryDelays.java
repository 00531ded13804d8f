package dev.runner.worker.registration;

import java.time.Duration;

/**
 * How long to wait before the next attempt. All members start at once, so in the first seconds a refused connection
 * only says that the coordinator is not yet up: it is tried again at once. What fails otherwise, or for longer, is
 * tried ever more slowly.
 */
public final class RetryDelays {

    /** While the coordinator may still be starting. */
    static final Duration EAGER = Duration.ofMillis(50);

    /** For so long after the first failure. */
    static final Duration EAGER_PERIOD = Duration.ofSeconds(10);

    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private int slowAttempts;

    /**
     * The delay after one more failure.
     *
     * @param sinceBegin since the first attempt
     * @param refused whether nothing listened there
     */
    public Duration next(Duration sinceBegin, boolean refused) {
        if (refused && sinceBegin.compareTo(EAGER_PERIOD) < 0) {
            return EAGER;
        }
        Duration delay = backoff(slowAttempts);
        slowAttempts++;
        return delay;
    }

    private static Duration backoff(int attempt) {
        int doublings = Math.min(attempt, 10); // 1024 s is beyond the longest already
        Duration delay = FIRST.multipliedBy(1L << doublings);
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }
}
