package dev.runner.coordinator.metrics;

import java.util.Map;

/**
 * All metrics at one moment.
 *
 * @param workers by state
 * @param groups by status
 * @param relocations by reason
 */
public record MetricsView(
        Map<String, Integer> workers,
        Map<String, Integer> groups,
        int slots,
        Events events,
        Calls calls,
        Map<String, Long> relocations) {

    /**
     * Injected events.
     *
     * @param injected enqueued
     * @param delivered accepted by a worker
     * @param failed answered with an error
     * @param repeated repeated sends
     * @param waiting at this moment
     * @param longestQueue the most that wait for one pipeline or replica
     */
    public record Events(long injected, long delivered, long failed, long repeated, long waiting, int longestQueue) {}

    /** Calls to workers that carried events. */
    public record Calls(long made, long failed) {}

    public MetricsView {
        workers = Map.copyOf(workers);
        groups = Map.copyOf(groups);
        relocations = Map.copyOf(relocations);
    }
}
