package dev.runner.service;

import java.time.Duration;

/** Schedules tasks, which run one at a time. Tests use a manual implementation. */
public interface TaskScheduler {

    void after(Duration delay, Runnable task);

    void every(Duration interval, Runnable task);

    /** Cancels all pending tasks and ignores later ones. */
    void stop();
}
