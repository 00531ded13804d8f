package dev.runner.worker.pipeline;

/** What a pipeline needs done by others. It calls these on its thread, so they must not block. */
public interface PipelineHooks {

    /**
     * Sends outputs to another worker, and then calls {@link Pipeline#delivered}, {@link Pipeline#deliveryRefused} or
     * {@link Pipeline#deliveryFailed}. There is one delivery at a time for each target.
     */
    void deliver(Pipeline pipeline, OutboxBatch delivery);

    /** Calls {@link Pipeline#fireDueWindows} at this time with this time, in milliseconds since 1970. */
    void scheduleAt(Pipeline pipeline, long millis);

    /** The worker has processed so many more events. */
    void processed(int events);
}
