package dev.runner.service;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * A schedule on one daemon thread. A task that throws an exception is logged, and one that repeats goes on. After an
 * error (a class that is missing, no memory) the process ends: it would look alive, and do its work no more.
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

    /** A thread that does not keep the JVM alive; it is not started. */
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
                LoggerFactory.getLogger(name).error("a task failed for good, and this process with it", e);
                Runtime.getRuntime().halt(FAILED);
            }
        };
    }

    @Override
    public void stop() {
        executor.shutdownNow();
    }
}
