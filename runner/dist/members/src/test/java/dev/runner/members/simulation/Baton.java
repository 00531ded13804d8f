package dev.runner.members.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets code wait in a world in which one thing happens at a time. One thread has the baton and makes steps; when what
 * it does must wait, it gives the baton to another one and gets it back when its condition has come true. So nothing
 * else needs a lock, and nobody's wait delays another one's.
 */
final class Baton {

    /** Thrown out of what a process did when it ended. */
    static final class Ended extends Error {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("this process has ended", null, false, false);
        }
    }

    private record Waiter(BooleanSupplier condition, Semaphore turn) {}

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "simulated");
        thread.setDaemon(true);
        return thread;
    });

    private final Random random;
    private final Runnable step;
    private final List<Waiter> waiting = new ArrayList<>();
    private final Deque<Semaphore> idle = new ArrayDeque<>();
    private final Semaphore unwound = new Semaphore(0);
    private volatile @Nullable Throwable failure;
    private volatile boolean over;

    /** @param step makes the next thing happen */
    Baton(Random random, Runnable step) {
        this.random = random;
        this.step = step;
    }

    /** Returns when the condition is true. */
    void await(BooleanSupplier condition) {
        if (condition.getAsBoolean()) {
            return;
        }
        Waiter me = new Waiter(condition, new Semaphore(0));
        waiting.add(me);
        Semaphore next = idle.poll();
        if (next == null) {
            THREADS.execute(this::makeSteps);
        } else {
            next.release();
        }
        me.turn().acquireUninterruptibly();
        if (failure != null) {
            throw new IllegalStateException("a step has failed", failure);
        }
        if (over) {
            throw new Ended();
        }
    }

    private void makeSteps() {
        try {
            while (!over) {
                step.run();
                giveToWhoIsReady();
            }
        } catch (Throwable e) {
            if (!over) { // else it only unwinds
                failure = e;
                over = true;
                waiting.forEach(waiter -> waiter.turn().release()); // among them who waits for the world
            }
        } finally {
            unwound.release();
        }
    }

    /** Returns when nobody else is to go on before the next step. */
    private void giveToWhoIsReady() {
        Waiter next = ready();
        while (next != null && !over) {
            waiting.remove(next);
            Semaphore me = new Semaphore(0);
            idle.push(me);
            next.turn().release();
            me.acquireUninterruptibly();
            next = over ? null : ready();
        }
    }

    private @Nullable Waiter ready() {
        List<Waiter> ready = List.of();
        for (Waiter waiter : waiting) {
            if (waiter.condition().getAsBoolean()) {
                ready = ready.isEmpty() ? new ArrayList<>() : ready;
                ready.add(waiter);
            }
        }
        return ready.isEmpty() ? null : ready.get(ready.size() == 1 ? 0 : random.nextInt(ready.size()));
    }

    /** Ends all threads, one after the other. */
    void end() {
        over = true;
        List<Semaphore> turns = new ArrayList<>(idle);
        waiting.forEach(waiter -> turns.add(waiter.turn()));
        for (Semaphore turn : turns) {
            turn.release();
            unwound.acquireUninterruptibly();
        }
    }
}
