package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A worker has no pipelines any more, or takes them again.
 *
 * @param pipelinesMigrated how many were moved away from it by this request
 * @param status {@code drained} or {@code ready}
 */
public record DrainAnswer(
        @JsonProperty("worker_id") String workerId,
        @JsonProperty("pipelines_migrated") int pipelinesMigrated,
        String status) {}
