package dev.runner.service;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * A pool of named daemon threads ({@code name-1}, ...), started on demand, ended when idle. Tasks wait without bound.
 */
public final class DaemonThreadPool implements Executor {

    private static final Duration IDLE = Duration.ofSeconds(10);

    /** A thread that was interrupted ends at its next blocking call. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMillis(500);

    private final String name;
    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor pool;

    public DaemonThreadPool(String name, int maxThreads) {
        this.name = name;
        this.pool = new ThreadPoolExecutor(
                maxThreads,
                maxThreads,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                task -> SingleThreadScheduler.daemon(name + "-" + number.incrementAndGet(), task),
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Interrupts what runs, forgets what waits, and ignores what comes. */
    public void stop() {
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LoggerFactory.getLogger(name).debug("a task still runs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
