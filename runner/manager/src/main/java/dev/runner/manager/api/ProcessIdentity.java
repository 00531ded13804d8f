package dev.runner.manager.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(this::isSame)
                .filter(process -> !hasEnded(process));
    }

    public boolean isAlive() {
        return find().isPresent();
    }

    /**
     * Whether it has ended and at most its exit status is left. In a container whose first process collects none, that
     * is how an orphan remains for ever, and Java calls it alive.
     */
    private boolean hasEnded(ProcessHandle process) {
        try {
            return state() == 'Z';
        } catch (IOException e) {
            return !process.isAlive(); // its status was collected just now, or this is not Linux
        }
    }

    /** Whether it is stopped (Ctrl-Z, SIGSTOP) and does nothing until somebody continues it. */
    public boolean isStopped() {
        try {
            return state() == 'T';
        } catch (IOException e) {
            return false; // it has ended, or this is not Linux
        }
    }

    /** The letter of proc(5). */
    private char state() throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    private boolean isSame(ProcessHandle process) {
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        return startedAt.equals(Instant.EPOCH)
                || started.equals(Instant.EPOCH)
                || Duration.between(started, startedAt).abs().compareTo(TOLERANCE) <= 0;
    }
}
