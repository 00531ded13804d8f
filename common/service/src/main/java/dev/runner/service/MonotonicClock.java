package dev.runner.service;

import dev.runner.util.RunningClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** A clock for measuring leases: it starts at the time of day, and is not affected when the system's clock is set. */
public final class MonotonicClock extends UtcClock {

    private final LongSupplier nanos;
    private final Instant begin = Instant.now();
    private final long beginNanos;

    public MonotonicClock() {
        this(System::nanoTime);
    }

    /** @param nanos the time that passes */
    MonotonicClock(LongSupplier nanos) {
        this.nanos = nanos;
        this.beginNanos = nanos.getAsLong();
    }

    /**
     * One for deadlines of work of this process: it does not go on while the process stands still (SIGSTOP, a frozen
     * container, a closed lid), as nobody could do anything about the work meanwhile. See {@link RunningClock}.
     */
    public static MonotonicClock ofRunningTime() {
        return new MonotonicClock(RunningClock.shared()::nanoTime);
    }

    @Override
    public Instant instant() {
        return begin.plus(Duration.ofNanos(nanos.getAsLong() - beginNanos));
    }
}
