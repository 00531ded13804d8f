package dev.runner.supervisor.process;

import com.zaxxer.nuprocess.NuProcess;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The standard input of one process. What is sent stays in memory until the process reads it, so that no more is taken
 * before that.
 */
final class ProcessInput {
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long PAUSE_MILLIS = 10;

    private final NuProcess process;
    private final boolean open;
    private final ScheduledExecutorService timer;

    ProcessInput(NuProcess process, boolean open, ScheduledExecutorService timer) {
        this.process = process;
        this.open = open;
        this.timer = timer;
    }

    /**
     * Sends bytes.
     *
     * @return completes when they are in the process's pipe; fails with an IllegalStateException where its input is
     *     closed, or it does not read
     */
    CompletableFuture<Void> send(byte[] bytes) {
        if (!open) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "its standard input is closed: write `stdin: open` in the spec, and start the cluster again"));
        }
        CompletableFuture<Void> read = new CompletableFuture<>();
        awaitRead(read, System.nanoTime()); // of what was sent before
        return read.thenCompose(before -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            process.writeStdin(ByteBuffer.wrap(bytes.clone()));
            awaitRead(done, System.nanoTime());
            return done;
        });
    }

    private void awaitRead(CompletableFuture<Void> done, long begun) {
        if (!process.hasPendingWrites()) {
            done.complete(null);
        } else if (!process.isRunning()) {
            done.completeExceptionally(new IllegalStateException("it ended before it read what was sent"));
        } else if (System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
            done.completeExceptionally(new IllegalStateException(
                    "it does not read its standard input, and what was sent before fills its pipe"));
        } else {
            try {
                var unused = timer.schedule(() -> awaitRead(done, begun), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                done.completeExceptionally(new IllegalStateException("the cluster has ended", e));
            }
        }
    }
}
