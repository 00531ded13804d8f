package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** All groups, the oldest first. */
public record GroupList(@JsonProperty("pipeline_groups") List<GroupView> pipelineGroups, int total) {

    public GroupList {
        pipelineGroups = List.copyOf(pipelineGroups);
    }

    public static GroupList of(List<GroupView> groups) {
        return new GroupList(groups, groups.size());
    }
}
