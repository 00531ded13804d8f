package dev.runner.coordinator.relocation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a result, on a thread that may block. */
@FunctionalInterface
public interface BlockingWait {

    /** Really waits. */
    BlockingWait ON_THREAD = (result, limit) -> result.get(limit.toMillis(), TimeUnit.MILLISECONDS);

    void await(CompletableFuture<?> result, Duration limit)
            throws TimeoutException, ExecutionException, InterruptedException;
}
