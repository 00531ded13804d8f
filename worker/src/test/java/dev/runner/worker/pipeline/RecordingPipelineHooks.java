package dev.runner.worker.pipeline;

import java.util.ArrayList;
import java.util.List;

/** Writes down what pipelines ask for. */
final class RecordingPipelineHooks implements PipelineHooks {

    final List<Long> times = new ArrayList<>();
    int changes;
    int processed;

    @Override
    public void outboxChanged(Pipeline pipeline) {
        changes++;
    }

    @Override
    public void scheduleAt(Pipeline pipeline, long millis) {
        times.add(millis);
    }

    @Override
    public void processed(int events) {
        processed += events;
    }
}
