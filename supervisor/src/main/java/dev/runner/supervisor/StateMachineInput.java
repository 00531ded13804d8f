package dev.runner.supervisor;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a member's state machine is told.
 *
 * @param incarnation the start that it is about, or 0 for a request, which is about the member whatever its incarnation
 * @param pid for {@link Type#SPAWNED}
 * @param number for {@link Type#SIGNAL} the signal's, for {@link Type#EXIT_AS} the exit code
 * @param exit for {@link Type#EXITED}
 * @param text the purpose of a request, the message of {@link Type#SPAWN_FAILED}, or, for an {@link Type#EXITED} that
 *     is always fatal, what it means
 */
record StateMachineInput(
        Type type,
        int incarnation,
        long pid,
        int number,
        @Nullable ExitRecord exit,
        @Nullable String text) {

    enum Type {
        START,
        STOP,
        KILL,
        RESTART,
        PAUSE,
        RESUME,
        SIGNAL,
        EXIT_AS,
        SPAWNED,
        SPAWN_FAILED,
        READY,
        EXITED,
        GONE,
        HANDED_OVER,
        GRACE_OVER,
        RESTART_DUE
    }

    private static final Set<Type> REQUESTS =
            Set.of(Type.START, Type.STOP, Type.KILL, Type.RESTART, Type.PAUSE, Type.RESUME, Type.SIGNAL, Type.EXIT_AS);

    static StateMachineInput request(Type type, @Nullable String purpose) {
        return new StateMachineInput(type, 0, 0, 0, null, purpose);
    }

    static StateMachineInput signal(int number, @Nullable String purpose) {
        return new StateMachineInput(Type.SIGNAL, 0, 0, number, null, purpose);
    }

    static StateMachineInput exitAs(int code, @Nullable String purpose) {
        return new StateMachineInput(Type.EXIT_AS, 0, 0, code, null, purpose);
    }

    static StateMachineInput spawned(int incarnation, long pid) {
        return new StateMachineInput(Type.SPAWNED, incarnation, pid, 0, null, null);
    }

    static StateMachineInput spawnFailed(int incarnation, String message) {
        return new StateMachineInput(Type.SPAWN_FAILED, incarnation, 0, 0, null, message);
    }

    static StateMachineInput exited(int incarnation, ExitRecord exit) {
        return new StateMachineInput(Type.EXITED, incarnation, 0, 0, exit, null);
    }

    /** What had to run before the member has failed. */
    static StateMachineInput stepFailed(int incarnation, ExitRecord exit, String message) {
        return new StateMachineInput(Type.EXITED, incarnation, 0, 0, exit, message);
    }

    static StateMachineInput of(Type type, int incarnation) {
        return new StateMachineInput(type, incarnation, 0, 0, null, null);
    }

    /** Whether it speaks of a start that is over: a late timer, a late exit. */
    boolean isStale(int currentIncarnation) {
        return !REQUESTS.contains(type) && incarnation != currentIncarnation;
    }
}
