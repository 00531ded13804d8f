package dev.runner.worker.pipeline;

import dev.runner.service.TaskScheduler;
import java.time.Clock;
import java.time.Duration;

/** Wakes pipelines when the time of a window is over. */
public final class WindowScheduler {

    private final TaskScheduler schedule;
    private final Clock clock;

    public WindowScheduler(TaskScheduler schedule, Clock clock) {
        this.schedule = schedule;
        this.clock = clock;
    }

    /** See {@link PipelineHooks#scheduleAt}. */
    public void scheduleAt(Pipeline pipeline, long millis) {
        Duration delay = Duration.ofMillis(Math.max(0, millis - clock.millis()));
        schedule.after(delay, () -> pipeline.fireDueWindows(millis));
    }
}
