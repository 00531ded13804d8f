package dev.runner.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process, told apart from a later one that got the same pid.
 *
 * @param startedAt when it started; {@link Instant#EPOCH} where the system does not tell, and the pid alone must do
 */
public record ProcessIdentity(long pid, Instant startedAt) {
    /**
     * How far apart two readings of one process's start can be. Linux counts it from a boot time in whole seconds that
     * moves when the clock is set.
     */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    public static ProcessIdentity current() {
        return of(ProcessHandle.current());
    }

    /** The running process, if it is this one. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    public boolean isAlive() {
        return find().isPresent();
    }

    private boolean isSame(ProcessHandle process) {
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        return startedAt.equals(Instant.EPOCH)
                || started.equals(Instant.EPOCH)
                || Duration.between(started, startedAt).abs().compareTo(TOLERANCE) <= 0;
    }
}
