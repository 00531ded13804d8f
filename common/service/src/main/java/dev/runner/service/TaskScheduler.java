package dev.runner.service;

import java.time.Duration;

/** Runs tasks later, one after the other. Tests put a manual one in its place. */
public interface TaskScheduler {

    void after(Duration delay, Runnable task);

    void every(Duration interval, Runnable task);

    /** Forgets what is still to come; whoever asks for more is ignored. */
    void stop();
}
