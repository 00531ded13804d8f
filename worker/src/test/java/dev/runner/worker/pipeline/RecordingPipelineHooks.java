package dev.runner.worker.pipeline;

import java.util.ArrayList;
import java.util.List;

/** Writes down what pipelines ask for. */
final class RecordingPipelineHooks implements PipelineHooks {

    final List<Long> times = new ArrayList<>();
    final List<OutboxBatch> deliveries = new ArrayList<>();
    int processed;

    @Override
    public void deliver(Pipeline pipeline, OutboxBatch delivery) {
        deliveries.add(delivery);
    }

    @Override
    public void scheduleAt(Pipeline pipeline, long millis) {
        times.add(millis);
    }

    @Override
    public void processed(int events) {
        processed += events;
    }

    OutboxBatch lastDelivery() {
        return deliveries.get(deliveries.size() - 1);
    }

    /** The ids of the events that were sent, in order. */
    List<String> sent() {
        return deliveries.stream()
                .flatMap(delivery -> delivery.events().stream())
                .map(OutboxEntry::id)
                .toList();
    }
}
