package dev.runner.supervisor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done because of a transition.
 *
 * @param delay for {@link Type#RESTART_AFTER}, and what the listeners are told of it
 * @param number the signal's for {@link Type#SIGNAL}, the pause's for {@link Type#PAUSE}
 * @param event for {@link Type#TELL}
 * @param cause for {@link Type#TELL}, or null
 */
record StateMachineEffect(
        Type type,
        Duration delay,
        int number,
        MemberEvent.@Nullable Kind event,
        @Nullable Cause cause) {

    enum Type {
        /** Start the process of the current incarnation. */
        SPAWN,
        /** Send the stop signal to all of it, and let {@code GRACE_OVER} come when the grace is over. */
        TERMINATE,
        /** Kill all of it until nothing is left; {@code GONE} follows. */
        KILL,
        /** Stop all of it by SIGSTOP; {@code PAUSE_COMPLETE} follows. */
        PAUSE,
        /** Continue all of it by SIGCONT. */
        RESUME,
        /** Send a signal to all of it. */
        SIGNAL,
        /** Let {@code RESTART_DUE} come after the delay. */
        RESTART_AFTER,
        /** Tell the listeners. */
        TELL
    }

    static final StateMachineEffect SPAWN = new StateMachineEffect(Type.SPAWN, Duration.ZERO, 0, null, null);
    static final StateMachineEffect TERMINATE = new StateMachineEffect(Type.TERMINATE, Duration.ZERO, 0, null, null);
    static final StateMachineEffect KILL = new StateMachineEffect(Type.KILL, Duration.ZERO, 0, null, null);

    static final StateMachineEffect RESUME = new StateMachineEffect(Type.RESUME, Duration.ZERO, 0, null, null);

    static StateMachineEffect pause(int number) {
        return new StateMachineEffect(Type.PAUSE, Duration.ZERO, number, null, null);
    }

    static StateMachineEffect signal(int number) {
        return new StateMachineEffect(Type.SIGNAL, Duration.ZERO, number, null, null);
    }

    static StateMachineEffect restartAfter(Duration delay) {
        return new StateMachineEffect(Type.RESTART_AFTER, delay, 0, null, null);
    }

    static StateMachineEffect tell(MemberEvent.Kind event) {
        return new StateMachineEffect(Type.TELL, Duration.ZERO, 0, event, null);
    }

    static StateMachineEffect tell(MemberEvent.Kind event, Duration delay) {
        return new StateMachineEffect(Type.TELL, delay, 0, event, null);
    }

    static StateMachineEffect tell(MemberEvent.Kind event, @Nullable Cause cause) {
        return new StateMachineEffect(Type.TELL, Duration.ZERO, 0, event, cause);
    }

    /** Of something that an action has led to. */
    static StateMachineEffect tell(MemberEvent.Kind event, @Nullable Action action) {
        return tell(event, Cause.Requested.of(action));
    }
}
