package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A worker as the coordinator shows it.
 *
 * @param pipelinesRunning the coordinator's own count, correct immediately after a deployment or deletion
 * @param assignedPipelines names of pipelines, or of their replicas ({@code p#0})
 */
public record WorkerView(
        String id,
        String address,
        WorkerState status,
        @JsonProperty("pipelines_running") int pipelinesRunning,
        @JsonProperty("max_pipelines") int maxPipelines,
        @JsonProperty("assigned_pipelines") List<String> assignedPipelines) {

    public WorkerView {
        assignedPipelines = List.copyOf(assignedPipelines);
    }
}
