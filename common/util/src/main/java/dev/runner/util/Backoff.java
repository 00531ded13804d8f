package dev.runner.util;

import java.time.Duration;

/**
 * Exponential back-off: the delay doubles with every consecutive failure until it reaches a maximum. Immutable; the
 * caller counts its failures and does the waiting. There is no jitter: all peers are on one machine, and tests rely on
 * the delays.
 *
 * @param initial the delay after the first failure; may be zero, which stays zero
 * @param maximum the longest delay
 */
public record Backoff(Duration initial, Duration maximum) {
    /** Limits the multiplication; at the default of 250 ms this many doublings exceed eight years. */
    private static final int MOST_DOUBLINGS = 30;

    /** @throws IllegalArgumentException if the initial delay is negative or longer than the maximum */
    public Backoff {
        if (initial.isNegative() || maximum.compareTo(initial) < 0) {
            throw new IllegalArgumentException(
                    "the initial delay must not be negative or longer than the maximum: initial " + initial
                            + ", maximum " + maximum);
        }
    }

    /**
     * The delay before the next attempt.
     *
     * @param earlierFailures consecutive failures before the latest one; 0 gives the initial delay
     */
    public Duration delayAfter(int earlierFailures) {
        Duration delay = initial.multipliedBy(1L << Math.min(earlierFailures, MOST_DOUBLINGS));
        return delay.compareTo(maximum) < 0 ? delay : maximum;
    }
}
