package dev.runner.member;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** A schedule on one daemon thread. A task that throws is logged, and one that repeats goes on. */
public final class TaskThread implements Schedule {

    private final ScheduledThreadPoolExecutor executor;
    private final String name;

    public TaskThread(String name) {
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
            }
        };
    }

    @Override
    public void stop() {
        executor.shutdownNow();
    }
}
