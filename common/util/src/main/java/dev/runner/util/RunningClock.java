package dev.runner.util;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts the time in which this process could run. Time in which it stood still (Ctrl-Z, a frozen container, a closed
 * lid) is nobody's: whoever is waited for may have been ready all along, or have stood still as well. So every deadline
 * that decides over a member is measured by this clock. It looks at itself twice a second, and a longer pause between
 * two looks than any busy machine explains is left out.
 */
public final class RunningClock {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** A busy machine, or a collection of garbage, takes less. */
    private static final long STANDSTILL_NANOS = TICK_NANOS + TimeUnit.SECONDS.toNanos(2);

    /** So long after a standstill no deadline that is older comes, so that what waited meanwhile is seen first. */
    private static final long AFTER_STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier source;
    private long last;
    private long leftOut;
    private long continuedAt;
    private int standstills;

    /** @param source of nanoseconds, as {@link System#nanoTime} */
    RunningClock(LongSupplier source) {
        this.source = source;
        this.last = source.getAsLong();
        this.continuedAt = last - AFTER_STANDSTILL_NANOS;
    }

    private static final class Shared {
        static final RunningClock CLOCK = new RunningClock(System::nanoTime);

        static {
            CLOCK.tickOn(CompletableFuture.delayedExecutor(TICK_NANOS, TimeUnit.NANOSECONDS, Runnable::run));
        }
    }

    /** The one of this process. */
    public static RunningClock shared() {
        return Shared.CLOCK;
    }

    private void tickOn(Executor inHalfASecond) {
        inHalfASecond.execute(() -> {
            var unused = nanoTime();
            tickOn(inHalfASecond);
        });
    }

    /** Like {@link System#nanoTime}, without the time in which this process stood still. */
    public synchronized long nanoTime() {
        long now = source.getAsLong();
        long passed = now - last;
        last = now;
        if (passed > STANDSTILL_NANOS) {
            leftOut += passed;
            continuedAt = now - leftOut;
            standstills++;
        }
        return now - leftOut;
    }

    /** How often this process has stood still: who compares two numbers knows whether it did in between. */
    public synchronized int standstills() {
        var unused = nanoTime();
        return standstills;
    }

    /**
     * Runs a task after so much running time, on the executor's thread.
     *
     * @return completes when the task is run; to cancel it is to cancel the task
     */
    public CompletableFuture<Void> after(Duration delay, Runnable task, ScheduledExecutorService executor) {
        CompletableFuture<Void> due = new CompletableFuture<>();
        long begun = nanoTime();
        schedule(begun, begun + delay.toNanos(), task, due, executor);
        return due;
    }

    private void schedule(
            long begun, long end, Runnable task, CompletableFuture<Void> due, ScheduledExecutorService executor) {
        var timer = executor.schedule(
                () -> {
                    if (remaining(begun, end) > 0) {
                        schedule(begun, end, task, due, executor);
                    } else if (due.complete(null)) {
                        task.run();
                    }
                },
                Math.max(0, remaining(begun, end)),
                TimeUnit.NANOSECONDS);
        var unused = due.whenComplete((done, cancelled) -> {
            if (cancelled != null) {
                timer.cancel(false);
            }
        });
    }

    /** Nanoseconds until a deadline that was set at a time; 0 or less where it is over. */
    synchronized long remaining(long begun, long end) {
        long now = nanoTime();
        long left = end - now;
        boolean stoodStill = continuedAt - begun > 0;
        return stoodStill ? Math.max(left, continuedAt + AFTER_STANDSTILL_NANOS - now) : left;
    }
}
