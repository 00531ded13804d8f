package dev.runner.worker.pipeline;

/** What a pipeline needs done by others. It calls these under its lock, so they must not block. */
public interface PipelineHooks {

    /** The outbox has something to send, or knows a new place to send it to. */
    void outboxChanged(Pipeline pipeline);

    /** Calls {@link Pipeline#fireDueWindows} at this time with this time, in milliseconds since 1970. */
    void scheduleAt(Pipeline pipeline, long millis);

    /** The worker has processed so many more events. */
    void processed(int events);
}
