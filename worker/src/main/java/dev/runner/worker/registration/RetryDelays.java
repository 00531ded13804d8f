package dev.runner.worker.registration;

import dev.runner.util.Backoff;
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

    private static final Backoff SLOW = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private int slowFailures;

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
        return SLOW.delayAfter(slowFailures++);
    }
}
