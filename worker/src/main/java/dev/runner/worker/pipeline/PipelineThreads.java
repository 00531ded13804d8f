package dev.runner.worker.pipeline;

import dev.runner.service.SingleThreadScheduler;
import dev.runner.service.TaskScheduler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that pipelines compute on ({@code pipeline-1}, ...): at most {@code size} tasks at once, of which each
 * pipeline has one at most ({@link PipelineQueue}).
 *
 * <p>A task that has run for {@link #PATIENCE} is replaced by one more thread until it ends, so pipelines that hang,
 * however many, hold up the others for that long and not for ever. There are never more threads than {@code size} and
 * the number of pipelines.
 */
public final class PipelineThreads implements Executor {

    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration IDLE = Duration.ofSeconds(10);

    /** What is computed when the worker ends has this long to be answered. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger("pipeline");

    private final int size;
    private final TaskScheduler timer;
    private final LongSupplier nanos;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicBoolean watched = new AtomicBoolean();

    /** When each busy thread began its task. */
    private final Map<Thread, Long> busy = new ConcurrentHashMap<>();

    private final ThreadPoolExecutor pool;

    /**
     * Starts no thread yet.
     *
     * @param timer looks after tasks that run for long, while there are any tasks
     * @param nanos a clock that never jumps
     */
    public PipelineThreads(int size, TaskScheduler timer, LongSupplier nanos) {
        this.size = size;
        this.timer = timer;
        this.nanos = nanos;
        this.pool = new ThreadPoolExecutor(
                size,
                Integer.MAX_VALUE, // not reached: the queue has no bound, so only the core size counts
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                task -> SingleThreadScheduler.daemon("pipeline-" + number.incrementAndGet(), task));
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(() -> run(task));
        watch();
    }

    private void run(Runnable task) {
        Thread thread = Thread.currentThread();
        busy.put(thread, nanos.getAsLong());
        try {
            task.run();
        } finally {
            busy.remove(thread);
        }
    }

    private void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            timer.after(PATIENCE, this::replaceStuckThreads);
        }
    }

    private void replaceStuckThreads() {
        watched.set(false); // first, so that a task that comes now is watched
        long begunBefore = nanos.getAsLong() - PATIENCE.toNanos();
        int stuck = (int)
                busy.values().stream().filter(begin -> begin - begunBefore <= 0).count();
        if (size + stuck > limit()) {
            LOG.warn("{} pipelines have been computing for more than {} s", stuck, PATIENCE.toSeconds());
        }
        pool.setCorePoolSize(size + stuck);
        if (!busy.isEmpty() || !pool.getQueue().isEmpty()) {
            watch();
        }
    }

    /** So many tasks may run at once now. */
    int limit() {
        return pool.getCorePoolSize();
    }

    /** Waits a moment for the tasks that run. Pipelines have been stopped before, so none waits. */
    public void stop() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a pipeline still computes; its events are not answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
