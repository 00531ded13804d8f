package dev.runner.worker.pipeline;

import dev.runner.http.ApiException;
import dev.runner.service.SerialExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of a pipeline: one at a time, in order, on the pipelines' threads. What waits is bounded, events in bytes,
 * commands in number, so that a pipeline that is slow or hangs does not fill the worker's memory.
 */
final class PipelineQueue {

    /** So many commands, e.g. for checkpoints, may wait. */
    static final int MAX_COMMANDS = 64;

    private static final Logger LOG = LoggerFactory.getLogger("pipeline");

    private final String pipelineId;
    private final SerialExecutor executor;
    private final LongSupplier maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger commands = new AtomicInteger();

    /**
     * Creates an empty queue.
     *
     * @param maxBytes of events that wait or are being computed; asked for each batch
     */
    PipelineQueue(String pipelineId, Executor threads, LongSupplier maxBytes) {
        this.pipelineId = pipelineId;
        this.executor = new SerialExecutor(threads);
        this.maxBytes = maxBytes;
    }

    /**
     * Computes events. A batch that has the queue to itself may be larger than its bound.
     *
     * @param size of the events, in bytes
     * @throws ApiException 503 when too much waits
     */
    <T> CompletableFuture<T> compute(int size, Supplier<T> task) {
        long all = bytes.addAndGet(size);
        if (all > size && all > maxBytes.getAsLong()) {
            bytes.addAndGet(-size);
            throw busy((all - size) + " bytes of events");
        }
        return executor.submit(task).whenComplete((result, problem) -> bytes.addAndGet(-size));
    }

    /**
     * Carries out a command from outside.
     *
     * @throws ApiException 503 when too many wait
     */
    <T> CompletableFuture<T> command(Supplier<T> task) {
        if (commands.incrementAndGet() > MAX_COMMANDS) {
            commands.decrementAndGet();
            throw busy(MAX_COMMANDS + " commands");
        }
        return executor.submit(task).whenComplete((result, problem) -> commands.decrementAndGet());
    }

    /** Runs a task of the worker itself, of which there are few: at most one for each timer, delivery and listener. */
    CompletableFuture<?> run(Runnable task) {
        return executor.submit(logged(task));
    }

    /** Refuses what waits, and what comes. After what runs comes one last task, with which the answer completes. */
    CompletableFuture<?> close(ApiException reason, Runnable last) {
        return executor.close(reason, logged(last));
    }

    private Supplier<Boolean> logged(Runnable task) {
        return () -> {
            try {
                task.run();
                return true;
            } catch (RuntimeException e) {
                LOG.error("a task of pipeline {} failed", pipelineId, e);
                return false;
            }
        };
    }

    private ApiException busy(String what) {
        return new ApiException(
                503,
                "pipeline_busy",
                what + " wait for pipeline " + pipelineId
                        + "; nothing of this request was accepted: send it again a little later");
    }
}
