package dev.runner.supervisor;

import dev.runner.util.RunningClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Real time, anchored once and then counted by the monotonic clock, so that setting the machine's clock changes
 * nothing. Delays leave out the time in which this process stood still.
 */
final class SystemScheduler implements Scheduler, AutoCloseable {
    private final Instant anchor = Instant.now();
    private final long anchorNanos = System.nanoTime();
    private final ScheduledExecutorService executor;

    SystemScheduler() {
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Instant now() {
        return anchor.plusNanos(System.nanoTime() - anchorNanos);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        var unused = RunningClock.shared().after(delay, task, executor);
    }

    /** The thread that waits. */
    ScheduledExecutorService timer() {
        return executor;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
