package dev.runner.supervisor;

import java.time.Duration;

/**
 * How a member is asked to stop.
 *
 * @param signal the signal's name, for instance {@code TERM}; it is sent to all processes of the member
 * @param grace how long they may take before what is left of them is killed
 */
public record StopPolicy(String signal, Duration grace) {
    /** SIGTERM, then 10 s. */
    public static final StopPolicy STANDARD = new StopPolicy("TERM", Duration.ofSeconds(10));

    public StopPolicy {
        Signals.number(signal);
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace must not be negative, but is " + grace);
        }
    }
}
