package dev.runner.worker.registration;

import java.time.Duration;

/**
 * The delays between attempts to register. All members start at once, so a connection that is refused in the first
 * seconds only means that the coordinator is not up yet: it is retried at once. Any other failure, and any later one,
 * is retried at doubling intervals.
 */
public final class RetryDelays {

    /** The delay while the coordinator may still be starting. */
    static final Duration EAGER = Duration.ofMillis(50);

    /** How long after the first failure that is assumed. */
    static final Duration EAGER_PERIOD = Duration.ofSeconds(10);

    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private int slowAttempts;

    /**
     * The delay after one more failure.
     *
     * @param sinceBegin time since the first attempt
     * @param refused whether the connection was refused
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
        int doublings = Math.min(attempt, 10); // 1024 s already exceeds the maximum
        Duration delay = FIRST.multipliedBy(1L << doublings);
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }
}
