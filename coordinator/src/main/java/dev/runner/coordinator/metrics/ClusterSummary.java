package dev.runner.coordinator.metrics;

/**
 * The cluster in a few numbers.
 *
 * @param healthyWorkers workers that are alive and may have pipelines: ready or busy
 * @param activePipelineGroups groups of which at least one pipeline runs
 * @param totalEventsProcessed by all workers, since the coordinator started
 * @param eventsPerSecond between the last two heartbeats of the workers
 */
public record ClusterSummary(
        int totalWorkers,
        int healthyWorkers,
        int unhealthyWorkers,
        int drainingWorkers,
        int totalPipelineGroups,
        int activePipelineGroups,
        long totalEventsProcessed,
        double eventsPerSecond) {}
