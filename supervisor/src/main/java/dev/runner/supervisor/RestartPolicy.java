package dev.runner.supervisor;

import dev.runner.util.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * When a member that ended is started again, after which delay, and when it is given up. Restart policy is data; the
 * decisions are pure functions of it.
 *
 * @param codes exit codes that ask for a restart
 * @param delay before the first restart; doubles with each further one
 * @param maxDelay the delay grows no further than this
 * @param reset a run at least this long makes the delay start anew
 * @param limit at most so many restarts {@code within} the window; one more is fatal
 * @param within the window's length
 */
public record RestartPolicy(
        Set<Integer> codes, Duration delay, Duration maxDelay, Duration reset, int limit, Duration within) {
    /** Code 55; 250 ms doubling to 5 s, reset after 10 s; 10 restarts in 60 s. */
    public static final RestartPolicy STANDARD = new RestartPolicy(
            Set.of(55),
            Duration.ofMillis(250),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            10,
            Duration.ofSeconds(60));

    public RestartPolicy {
        codes = Set.copyOf(codes);
        var unused = new Backoff(delay, maxDelay); // checks both
        if (limit < 0) {
            throw new IllegalArgumentException("the restart limit must not be negative, but is " + limit);
        }
    }

    /** Whether an end of this kind asks for a restart. */
    public boolean asksForRestart(ExitStatus status) {
        return status.kind() == ExitStatus.Kind.CODE && codes.contains(status.number());
    }

    /**
     * The delay before the next restart.
     *
     * @param consecutiveRestarts restarts already made without a good run in between, 0 for the first
     */
    public Duration delayAfter(int consecutiveRestarts) {
        return new Backoff(delay, maxDelay).delayAfter(consecutiveRestarts);
    }

    /** Those of the earlier restarts that still count at {@code now}. */
    public List<Instant> withinWindow(List<Instant> restarts, Instant now) {
        Instant from = now.minus(within);
        return restarts.stream().filter(at -> at.isAfter(from)).toList();
    }
}
