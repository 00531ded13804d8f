package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;

/** What became of one event. */
public sealed interface DeliveryOutcome {

    /**
     * A worker has it.
     *
     * @param outputs what came of it at once: JSON objects with commas between; none where it had been seen before
     */
    record Delivered(String workerId, JsonSlice outputs) implements DeliveryOutcome {}

    /** No worker has said that it has it. */
    record Failed(ApiException why) implements DeliveryOutcome {}
}
