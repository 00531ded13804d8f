package dev.runner.cluster.readiness;

import java.time.Duration;

/**
 * How the wait for a member ended.
 *
 * @param ready false when the time was over
 * @param after how long it took
 * @param seen what was seen last, for a message
 */
public record ReadinessOutcome(boolean ready, Duration after, ProbeStatus seen) {
    /** What was seen last, in one line. */
    public String detail() {
        return seen.describe();
    }
}
