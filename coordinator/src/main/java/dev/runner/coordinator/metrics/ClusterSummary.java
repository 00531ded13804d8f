package dev.runner.coordinator.metrics;

/**
 * The cluster in a few numbers.
 *
 * @param healthyWorkers those that live and may have pipelines: ready or busy
 * @param activePipelineGroups of which at least one pipeline runs
 * @param totalEventsProcessed by the workers, since the coordinator started
 * @param eventsPerSecond between the workers' last two heartbeats
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
