package dev.runner.coordinator;

import dev.runner.service.SingleThreadScheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for what slots have to do, which is mostly waiting for workers. None is started before there is something.
 */
final class SlotThreads implements Executor {

    private static final int MOST = 8;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger("slots");

    /** A thread that was interrupted ends at its next call. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMillis(500);

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            MOST,
            MOST,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> SingleThreadScheduler.daemon("slots", task),
            new ThreadPoolExecutor.DiscardPolicy());

    SlotThreads() {
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Interrupts what is under way; what was stored is all that counts. */
    void stop() {
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("some slot is still being moved; the next coordinator goes on with it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
