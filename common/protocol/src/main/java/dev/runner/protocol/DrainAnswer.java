package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The response to draining a worker, or to ending that.
 *
 * @param pipelinesMigrated the number of pipelines that this request moved to other workers
 * @param status {@code drained} or {@code ready}
 */
public record DrainAnswer(
        @JsonProperty("worker_id") String workerId,
        @JsonProperty("pipelines_migrated") int pipelinesMigrated,
        String status) {}
