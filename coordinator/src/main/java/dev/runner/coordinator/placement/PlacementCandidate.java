package dev.runner.coordinator.placement;

/**
 * A worker that a pipeline might be given to.
 *
 * @param isEligible whether it lives and has room
 * @param load how many pipelines it has, or is about to get
 * @param siblings how many other replicas of the same pipeline are among them
 */
public record PlacementCandidate(String workerId, boolean isEligible, int load, int siblings) {}
