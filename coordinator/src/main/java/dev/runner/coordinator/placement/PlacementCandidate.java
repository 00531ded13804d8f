package dev.runner.coordinator.placement;

/**
 * A worker that a pipeline might be placed on.
 *
 * @param isEligible whether it is alive and has room
 * @param load how many pipelines it runs, or is about to
 * @param siblings how many of them are other replicas of the same pipeline
 */
public record PlacementCandidate(String workerId, boolean isEligible, int load, int siblings) {}
