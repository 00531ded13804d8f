package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where one pipeline of a group, or one replica, runs. It runs nowhere where the three in the middle are null.
 *
 * @param pipelineName with the replica's number where there are several ({@code p#0})
 * @param pipelineId of its deployment on that worker
 * @param status {@code Running} and such, with a capital, unlike a group's
 * @param checkpointedEvents how many events its last checkpoint has seen: what came after would be lost to its state if
 *     its worker were killed; null before the first one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlacementView(
        @JsonProperty("pipeline_name") String pipelineName,
        @JsonProperty("worker_id") @Nullable String workerId,
        @JsonProperty("worker_address") @Nullable String workerAddress,
        @JsonProperty("pipeline_id") @Nullable String pipelineId,
        String status,
        @JsonProperty("checkpointed_events") @Nullable Long checkpointedEvents) {}
