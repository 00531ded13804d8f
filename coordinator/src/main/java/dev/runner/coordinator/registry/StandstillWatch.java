package dev.runner.coordinator.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Notices that the coordinator itself stood still: it was paused, or the machine slept or was overloaded. A worker that
 * ended on purpose in that time could not say so. For a while afterwards, as after the coordinator's own start, a
 * worker that is not there is expected back, and not taken for one that was killed. Thread-safe.
 */
public final class StandstillWatch {

    /** How often {@link #tick} is to be called. */
    public static final Duration TICK = Duration.ofSeconds(1);

    /**
     * A pause without a tick that counts. It is shorter than any in which a worker gives up handing over, which is 5 s.
     */
    private static final Duration NOTICEABLE = Duration.ofSeconds(3);

    private final Clock clock;
    private final Duration patience;
    private final Instant started;
    private Instant last;
    private Instant recovered = Instant.MIN;

    /**
     * Begins to watch.
     *
     * @param clock must not jump
     * @param patience how long a worker is expected back
     */
    public StandstillWatch(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
        this.started = clock.instant();
        this.last = started;
    }

    /** The coordinator runs at this moment. */
    public synchronized void tick() {
        Instant now = clock.instant();
        if (Duration.between(last, now).compareTo(NOTICEABLE) > 0) {
            recovered = now;
        }
        last = now;
    }

    /** Whether a registered worker that cannot be reached may have ended on purpose, unseen. */
    public synchronized boolean mayHaveEndedUnseen() {
        tick();
        return recovered.isAfter(Instant.MIN) && last.isBefore(recovered.plus(patience));
    }

    /** Whether workers from before the coordinator's start, or from before it stood still, may still register. */
    public synchronized boolean mayStillRegister() {
        return mayHaveEndedUnseen() || last.isBefore(started.plus(patience));
    }
}
