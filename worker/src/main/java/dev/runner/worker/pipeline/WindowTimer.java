package dev.runner.worker.pipeline;

import dev.runner.language.ProgramRun;

/** When a pipeline's next window is over, and the one call that was asked for. Guarded by its pipeline. */
final class WindowTimer {

    /** A longer wait for a window's end is made in parts, so that a removed pipeline is not kept in memory by it. */
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private static final long WAIT_FOR_ROOM_MILLIS = 100;

    private final Pipeline pipeline;
    private final PipelineHooks hooks;
    private long at = ProgramRun.NEVER;

    WindowTimer(Pipeline pipeline, PipelineHooks hooks) {
        this.pipeline = pipeline;
        this.hooks = hooks;
    }

    /** Whether a call is needed before the one that was asked for. */
    boolean isLaterThan(long due) {
        return due < at;
    }

    /** Asks for a call at this time, instead of the one that was asked for. */
    void watch(long due, long now) {
        at = Math.min(due, now + LONGEST_WAIT_MILLIS);
        hooks.scheduleAt(pipeline, at);
    }

    /** Asks for a call when the outbox may have room again. */
    void waitForRoom(long now) {
        watch(now + WAIT_FOR_ROOM_MILLIS, now);
    }

    /** Whether this is the call that was asked for last; it is not waited for any more. */
    boolean isUp(long time) {
        if (time != at) {
            return false;
        }
        at = ProgramRun.NEVER;
        return true;
    }
}
