package dev.runner.coordinator.groups;

import dev.runner.protocol.PipelineRequest;

/** What a slot is called: its group, and its name in the group. */
record SlotName(String groupId, String groupName, String slot) {

    static SlotName of(String groupId, String groupName, PipelineRequest pipeline, int replica) {
        String slot = pipeline.count() > 1 ? pipeline.name() + "#" + replica : pipeline.name();
        return new SlotName(groupId, groupName, slot);
    }
}
