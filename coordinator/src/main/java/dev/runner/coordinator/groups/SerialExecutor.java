package dev.runner.coordinator.groups;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Runs tasks one after the other, in the order in which they were given, on threads that are shared. A thread is taken
 * for one task and given back, so that no slot with much to do holds up the others.
 */
final class SerialExecutor {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Executor threads;
    private boolean running;

    SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    <T> CompletableFuture<T> submit(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable turn = () -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        };
        synchronized (this) {
            waiting.add(turn);
            if (running) {
                return result;
            }
            running = true;
        }
        threads.execute(this::runOne);
        return result;
    }

    private void runOne() {
        Runnable turn;
        synchronized (this) {
            turn = waiting.remove();
        }
        try {
            turn.run();
        } finally {
            boolean more;
            synchronized (this) {
                more = !waiting.isEmpty();
                running = more;
            }
            if (more) {
                threads.execute(this::runOne);
            }
        }
    }
}
