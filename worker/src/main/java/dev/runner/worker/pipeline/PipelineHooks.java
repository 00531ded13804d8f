package dev.runner.worker.pipeline;

/** What a pipeline needs done by others. It calls these while it is locked, so they return at once. */
public interface PipelineHooks {

    /** There is something to send to other pipelines, or somewhere to send it to. */
    void outboxChanged(Pipeline pipeline);

    /** {@link Pipeline#fireDueWindows} is to be called with this time, at this time, in milliseconds since 1970. */
    void scheduleAt(Pipeline pipeline, long millis);

    /** So many events more were processed by this worker. */
    void processed(int events);
}
