package dev.runner.service;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, in submission order, on a shared pool. It gives its thread back to the pool after each
 * task, so that an executor with many tasks does not starve the others. A task that throws fails its own future only.
 * Dependents of a future run on the task's thread, but after the next task may have begun. Where the pool takes no task
 * (it ends, or the system has no thread left), the tasks that wait fail with what it threw, and later ones are tried
 * again.
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
    private boolean running;
    private @Nullable RuntimeException closed;

    public SerialExecutor(Executor pool) {
        this.pool = pool;
    }

    /**
     * Runs a task after all that were submitted before.
     *
     * @return completes with the task's result, or with what it threw, or with the reason of {@link #close}
     */
    public <T> CompletableFuture<T> submit(Supplier<T> body) {
        Task<T> task = new Task<>(body);
        synchronized (this) {
            if (closed != null) {
                return CompletableFuture.failedFuture(closed);
            }
            waiting.add(task);
            if (running) {
                return task.future;
            }
            running = true;
        }
        dispatch();
        return task.future;
    }

    private void dispatch() {
        try {
            pool.execute(this::runOne);
        } catch (RuntimeException | OutOfMemoryError e) { // the latter: no native thread
            failWaiting(e);
        }
    }

    private void failWaiting(Throwable why) {
        List<Task<?>> refused;
        synchronized (this) {
            refused = List.copyOf(waiting);
            waiting.clear();
            running = false;
        }
        refused.forEach(task -> task.future.completeExceptionally(why));
    }

    /**
     * Fails the tasks that have not begun, and later ones, with this reason. The one that runs goes on; after it comes
     * one last task.
     */
    public <T> CompletableFuture<T> close(RuntimeException reason, Supplier<T> last) {
        Task<T> end = new Task<>(last);
        List<Task<?>> refused;
        boolean idle;
        synchronized (this) {
            if (closed != null) {
                return CompletableFuture.failedFuture(closed);
            }
            closed = reason;
            refused = List.copyOf(waiting);
            waiting.clear();
            waiting.add(end);
            idle = !running;
            running = true;
        }
        if (idle) {
            dispatch();
        }
        refused.forEach(task -> task.future.completeExceptionally(reason));
        return end.future;
    }

    private void runOne() {
        Task<?> task;
        synchronized (this) {
            task = waiting.remove();
        }
        task.run();
        boolean more;
        synchronized (this) {
            more = !waiting.isEmpty();
            running = more;
        }
        try {
            if (more) {
                dispatch();
            }
        } finally {
            task.complete();
        }
    }
}
