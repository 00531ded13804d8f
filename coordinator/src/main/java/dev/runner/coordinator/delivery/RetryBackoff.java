package dev.runner.coordinator.delivery;

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

    private final Duration initial;
    private final Duration max;
    private Duration next;
    private int number;
    private boolean waiting;
    private String lastProblem = "it runs nowhere at present";

    RetryBackoff(Duration initial, Duration max) {
        this.initial = initial;
        this.max = max;
        this.next = initial;
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
        Delay delay = new Delay(++number, next);
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(max) < 0 ? doubled : max;
        return delay;
    }

    /** Ends this delay, unless {@link #cancel} has ended it and another may have begun. */
    void end(Delay delay) {
        if (delay.number() == number) {
            waiting = false;
        }
    }

    /** A call has succeeded: the next delay is the initial one again. */
    void reset() {
        next = initial;
    }

    /** Ends whatever delay has begun, and resets. */
    void cancel() {
        waiting = false;
        reset();
    }
}
