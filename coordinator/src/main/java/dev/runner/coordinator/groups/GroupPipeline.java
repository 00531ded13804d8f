package dev.runner.coordinator.groups;

import dev.runner.protocol.PipelineRequest;
import java.util.List;

/**
 * A pipeline of a group.
 *
 * @param slots by the number of the replica, at least one
 */
public record GroupPipeline(PipelineRequest request, List<Slot> slots) {

    public GroupPipeline {
        slots = List.copyOf(slots);
    }

    public String name() {
        return request.name();
    }
}
