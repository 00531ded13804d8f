package dev.runner.coordinator.metrics;

import java.util.Map;

/**
 * All that is counted, at one moment.
 *
 * @param workers by their state
 * @param groups by their status
 * @param relocations by their reason
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
     * @param injected taken in
     * @param delivered accepted by a worker
     * @param failed answered by an error
     * @param repeated sent again, each time counted
     * @param waiting at this moment
     * @param longestQueue the most that wait for one pipeline or replica
     */
    public record Events(long injected, long delivered, long failed, long repeated, long waiting, int longestQueue) {}

    /** Calls to workers with events. */
    public record Calls(long made, long failed) {}

    public MetricsView {
        workers = Map.copyOf(workers);
        groups = Map.copyOf(groups);
        relocations = Map.copyOf(relocations);
    }
}
