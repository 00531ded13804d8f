package dev.runner.worker.pipeline;

import dev.runner.language.Event;

/** Somebody who watches a pipeline. It is called while the pipeline is locked, so it returns at once. */
public interface PipelineListener {

    void output(Event event);

    /** It is {@code running} or {@code frozen} from now on, or {@code removed}, after which nothing more comes. */
    void state(String state);
}
