package dev.runner.service;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on one daemon thread. The exception of a task is logged, and a repeated task continues. After an error (a
 * missing class, no memory) the process ends: otherwise it would look alive but no longer work.
 */
public final class SingleThreadScheduler implements TaskScheduler {

    private static final int FAILED = 70;

    private final ScheduledThreadPoolExecutor executor;
    private final String name;

    public SingleThreadScheduler(String name) {
        this.name = name;
        this.executor =
                new ScheduledThreadPoolExecutor(1, task -> daemon(name, task), new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Creates a daemon thread, not started yet. */
    public static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        Future<?> unused = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void every(Duration interval, Runnable task) {
        long nanos = interval.toNanos();
        Future<?> unused = executor.scheduleAtFixedRate(guarded(task), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LoggerFactory.getLogger(name).error("a task failed", e);
            } catch (Error e) {
                LoggerFactory.getLogger(name).error("a task failed with an error; this process ends", e);
                Runtime.getRuntime().halt(FAILED);
            }
        };
    }

    @Override
    public void stop() {
        executor.shutdownNow();
    }
}
