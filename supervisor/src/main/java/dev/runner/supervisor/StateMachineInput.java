package dev.runner.supervisor;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One input of a member's state machine.
 *
 * @param incarnation the start that it is about, or 0 for a request, which is about the member whatever its incarnation
 * @param number the pid for {@link Type#SPAWNED}, which pause it was for {@link Type#PAUSE_COMPLETE}
 * @param action of a request: what is asked for; null where the cluster itself starts the member
 * @param exit for {@link Type#EXITED}
 * @param failure for {@link Type#SPAWN_FAILED}, and for an {@link Type#EXITED} that is always fatal
 */
record StateMachineInput(
        Type type,
        int incarnation,
        long number,
        @Nullable Action action,
        @Nullable ExitRecord exit,
        Cause.@Nullable Failure failure) {

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
        PAUSE_COMPLETE,
        EXITED,
        GONE,
        HANDED_OVER,
        GRACE_OVER,
        RESTART_DUE
    }

    private static final Set<Type> REQUESTS =
            Set.of(Type.START, Type.STOP, Type.KILL, Type.RESTART, Type.PAUSE, Type.RESUME, Type.SIGNAL, Type.EXIT_AS);

    static StateMachineInput request(Type type, @Nullable Action action) {
        return new StateMachineInput(type, 0, 0, action, null, null);
    }

    static StateMachineInput signal(int number) {
        return request(Type.SIGNAL, new Action.SendSignal(number));
    }

    static StateMachineInput exitAs(int code) {
        return request(Type.EXIT_AS, new Action.ExitAs(code));
    }

    static StateMachineInput spawned(int incarnation, long pid) {
        return new StateMachineInput(Type.SPAWNED, incarnation, pid, null, null, null);
    }

    static StateMachineInput spawnFailed(int incarnation, Cause.Failure failure) {
        return new StateMachineInput(Type.SPAWN_FAILED, incarnation, 0, null, null, failure);
    }

    static StateMachineInput exited(int incarnation, ExitRecord exit) {
        return new StateMachineInput(Type.EXITED, incarnation, 0, null, exit, null);
    }

    /** A step that runs before the member has failed. */
    static StateMachineInput stepFailed(int incarnation, ExitRecord exit, Cause.StepFailed failure) {
        return new StateMachineInput(Type.EXITED, incarnation, 0, null, exit, failure);
    }

    static StateMachineInput pauseComplete(int incarnation, int pause) {
        return new StateMachineInput(Type.PAUSE_COMPLETE, incarnation, pause, null, null, null);
    }

    static StateMachineInput of(Type type, int incarnation) {
        return new StateMachineInput(type, incarnation, 0, null, null, null);
    }

    /** The signal's number or the exit code that is asked for; 0 where neither is. */
    int parameter() {
        if (action instanceof Action.SendSignal send) {
            return send.signal();
        }
        return action instanceof Action.ExitAs exitAs ? exitAs.code() : 0;
    }

    /** Whether it speaks of a start that is over: a late timer, a late exit. */
    boolean isStale(int currentIncarnation) {
        return !REQUESTS.contains(type) && incarnation != currentIncarnation;
    }
}
