package dev.runner.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator did to a member's current start without ending it. A new start begins with {@link #NOTHING}.
 *
 * @param pause how far the last pause has come
 * @param pauses how often it was paused, which is the number of the last pause
 * @param signal the number of the last signal that somebody sent to it; 0 for none
 * @param signalledAt when; null for none
 * @param exitCode the code that its end is to count as, because somebody asked; null where its own counts
 */
public record OperatorInterventions(
        PauseState pause,
        int pauses,
        int signal,
        @Nullable Instant signalledAt,
        @Nullable Integer exitCode) {
    /** How far a pause has come. */
    public enum PauseState {
        /** It is not paused. */
        NONE,
        /** Its processes are being stopped; it may start more meanwhile. */
        IN_PROGRESS,
        /** All of its processes are stopped. */
        COMPLETE
    }

    /** Nothing was done to it. */
    public static final OperatorInterventions NOTHING = new OperatorInterventions(PauseState.NONE, 0, 0, null, null);

    /** How long after a signal any end counts as its consequence: as long as the usual grace of a stop. */
    static final Duration SIGNAL_EFFECT_WINDOW = Duration.ofSeconds(10);

    /** By default these end nothing (signal(7)), so that an end soon after one is not its consequence. */
    private static final Set<String> HARMLESS =
            Set.of("CHLD", "CONT", "URG", "WINCH", "INFO", "STOP", "TSTP", "TTIN", "TTOU");

    /** Whether it was paused and has not been resumed since; true from the request on. */
    public boolean paused() {
        return pause != PauseState.NONE;
    }

    /** Whether processes of it are still to be stopped. */
    public boolean isPausing() {
        return pause == PauseState.IN_PROGRESS;
    }

    /** The next pause has been asked for. */
    OperatorInterventions pausing() {
        return new OperatorInterventions(PauseState.IN_PROGRESS, pauses + 1, signal, signalledAt, exitCode);
    }

    OperatorInterventions pauseComplete() {
        return new OperatorInterventions(PauseState.COMPLETE, pauses, signal, signalledAt, exitCode);
    }

    /** Pauses are counted on: what an earlier one reports later must not be taken for the next one's. */
    OperatorInterventions resumed() {
        return new OperatorInterventions(PauseState.NONE, pauses, signal, signalledAt, exitCode);
    }

    /** There is nothing left to pause. */
    OperatorInterventions withoutPause() {
        return new OperatorInterventions(PauseState.NONE, 0, signal, signalledAt, exitCode);
    }

    OperatorInterventions signalled(int number, Instant at) {
        return new OperatorInterventions(pause, pauses, number, at, exitCode);
    }

    OperatorInterventions withExitCode(int code) {
        return new OperatorInterventions(pause, pauses, signal, signalledAt, code);
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
