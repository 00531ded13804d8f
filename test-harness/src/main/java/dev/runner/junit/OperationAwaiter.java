package dev.runner.junit;

import dev.runner.supervisor.MemberSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for what was asked of a member. */
final class OperationAwaiter {
    private OperationAwaiter() {}

    /** Until it took effect; the supervisor brings every request to an end. */
    static MemberSnapshot done(CompletableFuture<MemberSnapshot> asked) {
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
