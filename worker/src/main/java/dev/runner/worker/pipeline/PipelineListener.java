package dev.runner.worker.pipeline;

import dev.runner.language.Event;

/** Somebody who watches a pipeline. It is called on the pipeline's thread, so it returns at once. */
public interface PipelineListener {

    void output(Event event);

    /** It is {@code running} or {@code frozen} from now on, or {@code removed}, after which nothing more comes. */
    void state(String state);
}
