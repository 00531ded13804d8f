package dev.runner.coordinator;

import dev.runner.member.TaskThread;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what slots have to do, which is mostly waiting for workers. None is started before there is something. */
final class SlotThreads implements Executor {

    private static final int MOST = 8;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            MOST,
            MOST,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> TaskThread.daemon("slots", task),
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
    }
}
