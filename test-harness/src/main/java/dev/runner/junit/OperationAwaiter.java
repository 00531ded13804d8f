package dev.runner.junit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for operations on members. */
final class OperationAwaiter {
    private OperationAwaiter() {}

    /** Waits until the operation has taken effect; the supervisor completes every request. */
    static <T> T done(CompletableFuture<T> asked) {
        return PoolWorker.call(() -> get(asked));
    }

    private static <T> T get(CompletableFuture<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IllegalStateException(cause == null ? null : cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a member was acted on", e);
        }
    }
}
