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
 * @param text the purpose of a request, the message of {@link Type#SPAWN_FAILED}, or, for an {@link Type#EXITED} that is
 *     always fatal, what it means
 */
record Input(
        Type type,
        int incarnation,
        long pid,
        int number,
        @Nullable MemberExit exit,
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

    static Input request(Type type, @Nullable String purpose) {
        return new Input(type, 0, 0, 0, null, purpose);
    }

    static Input signal(int number, @Nullable String purpose) {
        return new Input(Type.SIGNAL, 0, 0, number, null, purpose);
    }

    static Input exitAs(int code, @Nullable String purpose) {
        return new Input(Type.EXIT_AS, 0, 0, code, null, purpose);
    }

    static Input spawned(int incarnation, long pid) {
        return new Input(Type.SPAWNED, incarnation, pid, 0, null, null);
    }

    static Input spawnFailed(int incarnation, String message) {
        return new Input(Type.SPAWN_FAILED, incarnation, 0, 0, null, message);
    }

    static Input exited(int incarnation, MemberExit exit) {
        return new Input(Type.EXITED, incarnation, 0, 0, exit, null);
    }

    /** What had to run before the member has failed. */
    static Input stepFailed(int incarnation, MemberExit exit, String message) {
        return new Input(Type.EXITED, incarnation, 0, 0, exit, message);
    }

    static Input of(Type type, int incarnation) {
        return new Input(type, incarnation, 0, 0, null, null);
    }

    /** Whether it speaks of a start that is over: a late timer, a late exit. */
    boolean isStale(int currentIncarnation) {
        return !REQUESTS.contains(type) && incarnation != currentIncarnation;
    }
}
