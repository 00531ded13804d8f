package dev.runner.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a member, told after it took effect.
 *
 * @param member the member as it is since then
 * @param cause why; null where the kind says all
 * @param delay for {@link Kind#BACKING_OFF} how long after its end it is started again, or at once where the sweep took
 *     longer, else zero
 */
public record MemberEvent(
        Kind kind,
        Instant at,
        MemberSnapshot member,
        @Nullable Cause cause,
        Duration delay) {

    /**
     * The end of the run that this event is about; null where it is about no end. A member that could not be started
     * has crashed without one: what its {@link MemberSnapshot#lastExit} tells is the end of the run before.
     */
    public @Nullable ExitRecord exit() {
        return switch (kind) {
            case RESTART_REQUESTED, EXITED -> member.lastExit();
            case CRASHED -> member.state() == LifecycleState.FAILED ? null : member.lastExit();
            default -> null;
        };
    }

    /** What happened. */
    public enum Kind {
        /** Before its process is started, something else runs: the cause names it. */
        PREPARING,
        /** Its process runs; the pid is known. */
        SPAWNED,
        /**
         * It told its supervisor through the notice pipe that it is ready; what that means is the listener's decision.
         */
        NOTICE_READY,
        /** It is ready. */
        READY,
        /** All of it was stopped by SIGSTOP, because somebody asked. */
        PAUSED,
        /** It goes on after a pause. */
        RESUMED,
        /** Somebody had a signal sent to all of it: the cause names it. */
        SIGNALLED,
        /** It was asked to stop. */
        STOPPING,
        /** What is left of it is being killed. */
        KILLING,
        /** It ended with a code that asks for a restart. */
        RESTART_REQUESTED,
        /**
         * It ended in a way that nobody asked for. This is the fatal event; {@link #FAILED} follows when it is swept.
         */
        CRASHED,
        /** It ended as it was asked to, or by itself with code 0. */
        EXITED,
        /** It is swept and will be started again when the delay, which began with its end, is over. */
        BACKING_OFF,
        /** Nothing of it is alive, as it was asked for. */
        STOPPED,
        /** Nothing of it is alive, and it will not be started again by itself. */
        FAILED,
        /** It could not be stopped yet: the cause names what is still alive. */
        STILL_ALIVE,
        /** Its log could not be written: the cause says why. Its output is read on, and lost. */
        LOG_FAILED;

        /** The name in the timeline, for instance {@code restart_requested}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
