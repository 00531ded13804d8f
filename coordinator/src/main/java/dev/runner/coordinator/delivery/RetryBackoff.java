package dev.runner.coordinator.delivery;

import dev.runner.util.Backoff;
import java.time.Duration;

/**
 * How long a queue waits before it repeats a call: the delay doubles with each failure in a row, up to a maximum. Holds
 * only state; the queue owns the lock and the timer.
 */
final class RetryBackoff {

    /**
     * A delay that has begun.
     *
     * @param number tells it from later ones
     */
    record Delay(int number, Duration length) {}

    private final Backoff backoff;
    private int failures;
    private int number;
    private boolean waiting;
    private String lastProblem = "it runs nowhere at present";

    RetryBackoff(Duration initial, Duration max) {
        backoff = new Backoff(initial, max);
    }

    /** Whether a delay has begun and is not over. */
    boolean isWaiting() {
        return waiting;
    }

    /** Why the last call brought no progress, or not enough. */
    String lastProblem() {
        return lastProblem;
    }

    /** Begins a delay: after a failure, or after a success that leaves the worker short of room. */
    Delay begin(String problem) {
        lastProblem = problem;
        waiting = true;
        return new Delay(++number, backoff.delayAfter(failures++));
    }

    /** Ends this delay, unless {@link #cancel} has ended it and another may have begun. */
    void end(Delay delay) {
        if (delay.number() == number) {
            waiting = false;
        }
    }

    /** A call has succeeded: the next delay is the initial one again. */
    void reset() {
        failures = 0;
    }

    /** Ends whatever delay has begun, and resets. */
    void cancel() {
        waiting = false;
        reset();
    }
}
