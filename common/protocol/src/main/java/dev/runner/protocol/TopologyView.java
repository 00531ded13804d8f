package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where pipelines run, and the routes between them. */
public record TopologyView(List<GroupTopology> groups) {

    public TopologyView {
        groups = List.copyOf(groups);
    }

    /** One group. */
    public record GroupTopology(
            @JsonProperty("group_id") String groupId,
            @JsonProperty("group_name") String groupName,
            List<PipelinePlace> pipelines,
            List<RouteRequest> routes) {

        public GroupTopology {
            pipelines = List.copyOf(pipelines);
            routes = List.copyOf(routes);
        }
    }

    /** One pipeline or replica; without a worker if it runs nowhere. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PipelinePlace(
            String name,
            @JsonProperty("worker_id") @Nullable String workerId,
            @JsonProperty("worker_address") @Nullable String workerAddress) {}
}
