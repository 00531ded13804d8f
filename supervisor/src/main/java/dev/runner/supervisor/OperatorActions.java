package dev.runner.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did to a member's current start without ending it. A new start begins with {@link #NOTHING}.
 *
 * @param paused whether all of it was stopped by SIGSTOP and not continued since
 * @param signal the number of the last signal that somebody sent to it; 0 for none
 * @param signalledAt when; null for none
 * @param exitCode the code that its end is to count as, because somebody asked; null where its own counts
 */
public record OperatorActions(
        boolean paused,
        int signal,
        @Nullable Instant signalledAt,
        @Nullable Integer exitCode) {
    /** Nothing was done to it. */
    public static final OperatorActions NOTHING = new OperatorActions(false, 0, null, null);

    /** How long after a signal any end counts as its consequence: as long as the usual grace of a stop. */
    static final Duration SIGNAL_EFFECT_WINDOW = Duration.ofSeconds(10);

    /** By default these end nothing (signal(7)), so that an end soon after one is not its consequence. */
    private static final Set<String> HARMLESS =
            Set.of("CHLD", "CONT", "URG", "WINCH", "INFO", "STOP", "TSTP", "TTIN", "TTOU");

    OperatorActions paused(boolean nowPaused) {
        return new OperatorActions(nowPaused, signal, signalledAt, exitCode);
    }

    OperatorActions signalled(int number, Instant at) {
        return new OperatorActions(paused, number, at, exitCode);
    }

    OperatorActions withExitCode(int code) {
        return new OperatorActions(paused, signal, signalledAt, code);
    }

    /** How an end counts: as the code that somebody asked for, or as it was. */
    ExitRecord effectiveExit(ExitRecord exit) {
        return exitCode == null
                ? exit
                : new ExitRecord(ExitStatus.code(exitCode), exit.at(), exit.ranFor(), exit.lastLines());
    }

    /**
     * Whether a member that ended so did because of the signal: by the signal itself or with 128 and its number, as
     * shells and JVMs do, however much later; or in any way soon after one that means an end to most programs.
     */
    boolean ended(ExitRecord exit) {
        if (signal == 0) {
            return false;
        }
        boolean soon = exit.at().isBefore(Objects.requireNonNull(signalledAt).plus(SIGNAL_EFFECT_WINDOW));
        return exit.status().equals(ExitStatus.signal(signal))
                || exit.status().isCode(128 + signal)
                || (soon && !HARMLESS.contains(Signals.name(signal)));
    }
}
