package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where one pipeline of a group, or one replica, runs; nowhere if the three components in the middle are null.
 *
 * @param pipelineName with the replica's number where there are several ({@code p#0})
 * @param pipelineId the id of its deployment on that worker
 * @param status {@code Running} for example, capitalized, unlike a group's
 * @param checkpointedEvents the number of events in its last checkpoint: the effect of later ones on the state would be
 *     lost if its worker were killed; null before the first checkpoint
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlacementView(
        @JsonProperty("pipeline_name") String pipelineName,
        @JsonProperty("worker_id") @Nullable String workerId,
        @JsonProperty("worker_address") @Nullable String workerAddress,
        @JsonProperty("pipeline_id") @Nullable String pipelineId,
        String status,
        @JsonProperty("checkpointed_events") @Nullable Long checkpointedEvents) {}
