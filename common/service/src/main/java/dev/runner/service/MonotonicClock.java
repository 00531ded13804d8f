package dev.runner.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock for measuring leases: it begins with the time of day and never jumps, when somebody sets the machine's. */
public final class MonotonicClock extends Clock {

    private final Instant begin = Instant.now();
    private final long beginNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return begin.plus(Duration.ofNanos(System.nanoTime() - beginNanos));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /**
     * Refused: durations have no zone.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a monotonic clock measures durations; it has no zone");
    }
}
