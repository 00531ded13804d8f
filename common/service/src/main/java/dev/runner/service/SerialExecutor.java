package dev.runner.service;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, in submission order, on a shared pool. It gives its thread back to the pool after each
 * task, so that an executor with many tasks does not starve the others. A task that throws fails its own future only.
 * Dependents of a future run on the task's thread, but after the next task may have begun.
 */
public final class SerialExecutor {

    private static final class Task<T> {

        private final Supplier<T> body;
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private @Nullable T value;
        private @Nullable Throwable problem;

        Task(Supplier<T> body) {
            this.body = body;
        }

        void run() {
            try {
                value = body.get();
            } catch (RuntimeException | Error e) {
                problem = e;
            }
        }

        void complete() {
            if (problem == null) {
                future.complete(value);
                return;
            }
            future.completeExceptionally(problem);
            if (problem instanceof Error error) {
                throw error;
            }
        }
    }

    private final Queue<Task<?>> waiting = new ArrayDeque<>();
    private final Executor pool;
    private final int maxWaiting;
    private boolean running;

    /** Creates an executor whose queue has no bound. */
    public SerialExecutor(Executor pool) {
        this(pool, Integer.MAX_VALUE);
    }

    /** @param maxWaiting how many tasks may wait at most, beside the one that runs */
    public SerialExecutor(Executor pool, int maxWaiting) {
        this.pool = pool;
        this.maxWaiting = maxWaiting;
    }

    /**
     * Runs a task after all that were submitted before.
     *
     * @return completes with the task's result, or with what it threw
     * @throws RejectedExecutionException when too many tasks wait
     */
    public <T> CompletableFuture<T> submit(Supplier<T> body) {
        Task<T> task = new Task<>(body);
        synchronized (this) {
            if (waiting.size() >= maxWaiting) {
                throw new RejectedExecutionException(maxWaiting + " tasks wait");
            }
            waiting.add(task);
            if (running) {
                return task.future;
            }
            running = true;
        }
        pool.execute(this::runOne);
        return task.future;
    }

    /**
     * Like {@link #submit}, but runs the task on the calling thread when no other runs or waits. The future is
     * completed then.
     */
    public <T> CompletableFuture<T> runOrSubmit(Supplier<T> body) {
        synchronized (this) {
            if (running) {
                return submit(body);
            }
            running = true;
        }
        Task<T> task = new Task<>(body);
        run(task);
        return task.future;
    }

    private void runOne() {
        Task<?> task;
        synchronized (this) {
            task = waiting.remove();
        }
        run(task);
    }

    private void run(Task<?> task) {
        task.run();
        boolean more;
        synchronized (this) {
            more = !waiting.isEmpty();
            running = more;
        }
        try {
            if (more) {
                pool.execute(this::runOne);
            }
        } finally {
            task.complete();
        }
    }
}
