package dev.runner.worker.pipeline;

import dev.runner.http.ApiException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what pipelines remember: each in bytes of its checkpoint, so that it can always be moved, and all together in
 * bytes of the heap. A pipeline over a bound takes no events until it is below. Thread-safe.
 */
final class StateBudget {

    /** Bytes. A checkpoint of a pipeline that has taken its last event is still well below the limit of a transfer. */
    static final long MOST_PER_PIPELINE = 32L << 20;

    private static final int PIPELINE_HEAP_SHARE = 8;

    private final long perPipeline;
    private final long all;
    private final AtomicLong taken = new AtomicLong();

    /**
     * Creates an unused budget.
     *
     * @param perPipeline bytes of a checkpoint
     * @param all bytes of the heap
     */
    StateBudget(long perPipeline, long all) {
        this.perPipeline = perPipeline;
        this.all = all;
    }

    /** An eighth of the heap for one pipeline, three eighths for all. */
    static StateBudget ofHeap(long bytes) {
        return new StateBudget(
                Math.min(MOST_PER_PIPELINE, bytes / PIPELINE_HEAP_SHARE), 3 * bytes / PIPELINE_HEAP_SHARE);
    }

    /** Bytes at which a pipeline takes no more events, from outside or from other pipelines. */
    private long limit(boolean carried) {
        return carried ? perPipeline + perPipeline / 4 : perPipeline;
    }

    /** Bytes that a state never exceeds, whatever one event does: the rest of that is forgotten. */
    long most() {
        return perPipeline + 3 * perPipeline / 4;
    }

    /** The share of one pipeline. Used by one thread at a time. */
    final class Share {

        private final AtomicLong heapBytes = new AtomicLong();

        void update(long now) {
            taken.addAndGet(now - heapBytes.getAndSet(now));
        }

        /** Whether a state of so many bytes, this share's, takes no events. */
        boolean isFull(long bytes, boolean carried) {
            return bytes >= limit(carried) || taken.get() >= all;
        }

        /** Why it {@link #isFull}. */
        ApiException refusal(String pipelineId, long bytes) {
            return bytes >= perPipeline
                    ? stateFull("pipeline " + pipelineId + " remembers " + megabytes(bytes) + " of at most "
                            + megabytes(perPipeline)
                            + "; wait until its windows end, or deploy it with smaller windows,"
                            + " fewer fields or more replicas")
                    : memoryFull();
        }

        /**
         * Checks that there is room for a checkpoint.
         *
         * @throws ApiException 503, because another worker may have it
         */
        void requireRoomFor(long checkpointBytes) {
            if (checkpointBytes > most()) {
                throw stateFull("the checkpoint has " + megabytes(checkpointBytes) + ", but this worker's heap takes "
                        + megabytes(most()) + " at most; start workers with more heap");
            }
            if (taken.get() - heapBytes.get() + checkpointBytes > all) {
                throw memoryFull();
            }
        }
    }

    Share share() {
        return new Share();
    }

    private static ApiException stateFull(String why) {
        return new ApiException(503, "state_full", why);
    }

    private ApiException memoryFull() {
        return new ApiException(
                503,
                "worker_memory_full",
                "the pipelines of this worker remember " + megabytes(taken.get()) + " of at most " + megabytes(all)
                        + "; wait until windows end, move pipelines to other workers, or give workers more heap");
    }

    private static String megabytes(long bytes) {
        return Math.round(bytes / 104_857.6) / 10.0 + " MiB";
    }
}
