package dev.runner.supervisor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done because of a transition.
 *
 * @param delay for {@link Type#RESTART_AFTER}, and what the listeners are told of it
 * @param signal for {@link Type#SIGNAL}: its number
 * @param event for {@link Type#TELL}
 * @param cause for {@link Type#TELL}, or null
 */
record Effect(
        Type type,
        Duration delay,
        int signal,
        MemberEvent.@Nullable Kind event,
        @Nullable String cause) {

    enum Type {
        /** Start the process of the current incarnation. */
        SPAWN,
        /** Send the stop signal to all of it, and let {@code GRACE_OVER} come when the grace is over. */
        TERMINATE,
        /** Kill all of it until nothing is left; {@code GONE} follows. */
        KILL,
        /** Stop all of it by SIGSTOP. */
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

    static final Effect SPAWN = new Effect(Type.SPAWN, Duration.ZERO, 0, null, null);
    static final Effect TERMINATE = new Effect(Type.TERMINATE, Duration.ZERO, 0, null, null);
    static final Effect KILL = new Effect(Type.KILL, Duration.ZERO, 0, null, null);

    static final Effect PAUSE = new Effect(Type.PAUSE, Duration.ZERO, 0, null, null);
    static final Effect RESUME = new Effect(Type.RESUME, Duration.ZERO, 0, null, null);

    static Effect signal(int number) {
        return new Effect(Type.SIGNAL, Duration.ZERO, number, null, null);
    }

    static Effect restartAfter(Duration delay) {
        return new Effect(Type.RESTART_AFTER, delay, 0, null, null);
    }

    static Effect tell(MemberEvent.Kind event) {
        return new Effect(Type.TELL, Duration.ZERO, 0, event, null);
    }

    static Effect tell(MemberEvent.Kind event, Duration delay) {
        return new Effect(Type.TELL, delay, 0, event, null);
    }

    static Effect tell(MemberEvent.Kind event, @Nullable String cause) {
        return new Effect(Type.TELL, Duration.ZERO, 0, event, cause);
    }
}
