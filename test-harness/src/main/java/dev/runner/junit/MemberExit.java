package dev.runner.junit;

import dev.runner.supervisor.ExitStatus;
import dev.runner.supervisor.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run of a member ended. If neither code nor signal is known, both are null.
 *
 * @param code the exit code, 0 to 255; null if a signal ended it
 * @param signal the signal's name without {@code SIG}, such as {@code KILL}; null if it exited
 * @param at the time of the end
 * @param ranFor from the start of the process to its end
 * @param lastLines the last output, at most 20 lines, oldest first
 */
public record MemberExit(
        @Nullable Integer code, @Nullable String signal, Instant at, Duration ranFor, List<String> lastLines) {
    /** Copies the lines. */
    public MemberExit {
        lastLines = List.copyOf(lastLines);
    }

    static MemberExit of(dev.runner.supervisor.ExitRecord exit) {
        ExitStatus status = exit.status();
        return new MemberExit(
                status.kind() == ExitStatus.Kind.CODE ? status.number() : null,
                status.kind() == ExitStatus.Kind.SIGNAL ? Signals.name(status.number()) : null,
                exit.at(),
                exit.ranFor(),
                exit.lastLines());
    }

    /** {@code exit code 55}, {@code signal KILL}. */
    @Override
    public String toString() {
        if (code != null) {
            return "exit code " + code;
        }
        return signal == null ? "unknown exit status" : "signal " + signal;
    }
}
