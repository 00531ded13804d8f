package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A group as the coordinator shows it.
 *
 * @param pipelineCount the number of pipelines; replicas do not count
 * @param placements one for each pipeline or replica, in the order of the request
 */
public record GroupView(
        String id,
        String name,
        GroupStatus status,
        @JsonProperty("pipeline_count") int pipelineCount,
        List<PlacementView> placements) {

    public GroupView {
        placements = List.copyOf(placements);
    }
}
