package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;

/** The outcome of one event. */
public sealed interface DeliveryOutcome {

    /**
     * A worker has taken it.
     *
     * @param outputs its immediate outputs: JSON objects separated by commas; empty when the worker had seen it before
     * @param omitted whether it has outputs that are left out, because there was no memory for them
     */
    record Delivered(String workerId, JsonSlice outputs, boolean omitted) implements DeliveryOutcome {}

    /** No worker has confirmed it. */
    record Failed(ApiException why) implements DeliveryOutcome {}
}
