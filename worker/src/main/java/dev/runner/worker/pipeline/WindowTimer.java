package dev.runner.worker.pipeline;

import dev.runner.language.ProgramRun;

/** Requests the call at the end of a pipeline's next window. Guarded by its pipeline. */
final class WindowTimer {

    /** A longer wait is split, so that it does not keep a removed pipeline in memory. */
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private static final long WAIT_FOR_ROOM_MILLIS = 100;

    private final Pipeline pipeline;
    private final PipelineHooks hooks;
    private long at = ProgramRun.NEVER;

    WindowTimer(Pipeline pipeline, PipelineHooks hooks) {
        this.pipeline = pipeline;
        this.hooks = hooks;
    }

    /** Whether a call is needed before the one requested. */
    boolean isLaterThan(long due) {
        return due < at;
    }

    /** Requests a call at this time, instead of the one requested before. */
    void watch(long due, long now) {
        at = Math.min(due, now + LONGEST_WAIT_MILLIS);
        hooks.scheduleAt(pipeline, at);
    }

    /** Requests a call when the outbox may have room again. */
    void waitForRoom(long now) {
        watch(now + WAIT_FOR_ROOM_MILLIS, now);
    }

    /** Whether this is the call requested last, which is over then. */
    boolean isUp(long time) {
        if (time != at) {
            return false;
        }
        at = ProgramRun.NEVER;
        return true;
    }
}
