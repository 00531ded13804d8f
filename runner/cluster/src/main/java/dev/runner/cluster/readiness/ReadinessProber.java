package dev.runner.cluster.readiness;

import dev.runner.util.DaemonThreads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the readiness of any number of members at once: one thread for all connections, a few for what blocks
 * briefly (a look at who listens, the start of a command), whatever the number of members.
 */
public final class ReadinessProber implements AutoCloseable {
    private static final int BLOCKING_THREADS = 4;

    /** Above one attempt per millisecond over all members, attempts would take the time that the members need. */
    private static final long NANOS_PER_MEMBER = 1_000_000;

    private final ScheduledExecutorService scheduler;
    private final ProbeSelectorLoop selector = new ProbeSelectorLoop();
    private final ThreadPoolExecutor blocking;
    private final Set<ReadinessWait> waiting = ConcurrentHashMap.newKeySet();

    /**
     * A watch without members.
     *
     * @param scheduler for delays only: nothing that blocks runs on it; it stays the caller's to shut down
     */
    public ReadinessProber(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
        blocking = new ThreadPoolExecutor(
                BLOCKING_THREADS,
                BLOCKING_THREADS,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.named("readiness"));
        blocking.allowCoreThreadTimeOut(true);
    }

    /** Begins to wait for a member whose process has just been started. */
    public ReadinessWait watch(ReadinessTarget target) {
        ReadinessWait member = new ReadinessWait(target, this);
        waiting.add(member);
        member.begin();
        return member;
    }

    /**
     * Gives up all waits; their outcomes are cancelled. What is just being started for one is waited for, as it would
     * write into a directory that the caller may be about to remove; not for long, should it hang.
     */
    @Override
    public void close() {
        waiting.forEach(ReadinessWait::cancel);
        selector.close();
        blocking.shutdown();
        try {
            var unused = blocking.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void ended(ReadinessWait member) {
        waiting.remove(member);
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    ProbeSelectorLoop selector() {
        return selector;
    }

    void later(Runnable task, long nanos) {
        try {
            var unused = scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The scheduler was shut down: whoever did so waits for nothing any more.
            waiting.forEach(ReadinessWait::cancel);
        }
    }

    void block(Runnable task) {
        if (!blocking.isShutdown()) {
            blocking.execute(task);
        }
    }

    long leastDelayNanos() {
        return waiting.size() * NANOS_PER_MEMBER;
    }
}
