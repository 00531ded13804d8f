package dev.runner.worker.pipeline;

import dev.runner.protocol.PipelineView;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A pipeline that takes nothing any more, as its worker ends; its state is final once its last task has ended. */
public final class StoppedPipeline {

    /** A task that computes for longer is not waited for: the worker may be killed if it takes too long to end. */
    public static final Duration LAST_TASK = Duration.ofSeconds(2);

    private final Pipeline pipeline;
    private final CompletableFuture<?> ended;
    private final long deadline = System.nanoTime() + LAST_TASK.toNanos();

    StoppedPipeline(Pipeline pipeline, CompletableFuture<?> ended) {
        this.pipeline = pipeline;
        this.ended = ended;
    }

    /** The pipeline at its end. */
    public PipelineView view() {
        return pipeline.view();
    }

    /** Whether its last task has ended, and its state is of this version; null: of none. */
    public boolean isAtVersion(@Nullable Long version) {
        try {
            awaitEnd();
            return version != null && pipeline.figures().version() == version;
        } catch (IOException e) {
            return false; // state() says why
        }
    }

    /**
     * Its last state, as a checkpoint.
     *
     * @throws IOException with a message for the user, when it still computes
     */
    public byte[] state() throws IOException {
        awaitEnd();
        return pipeline.lastState();
    }

    private void awaitEnd() throws IOException {
        try {
            ended.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("it still computed after " + LAST_TASK.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("its last task failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it was waited for", e);
        }
    }
}
