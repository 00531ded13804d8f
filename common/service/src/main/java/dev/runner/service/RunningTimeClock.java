package dev.runner.service;

import dev.runner.util.RunningClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock for deadlines of work of this process: it does not go on while the process stands still (SIGSTOP, a frozen
 * container, a closed lid), as nobody could do anything about the work meanwhile. See {@link RunningClock}.
 */
public final class RunningTimeClock extends Clock {

    private final LongSupplier nanos;
    private final Instant begin = Instant.now();
    private final long beginNanos;

    public RunningTimeClock() {
        this(RunningClock.shared()::nanoTime);
    }

    /** @param nanos the running time */
    RunningTimeClock(LongSupplier nanos) {
        this.nanos = nanos;
        this.beginNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return begin.plus(Duration.ofNanos(nanos.getAsLong() - beginNanos));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /**
     * Not supported: durations have no zone.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock measures durations; it has no zone");
    }
}
