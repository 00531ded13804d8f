package dev.runner.coordinator.groups;

import dev.runner.protocol.RequestLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All groups, the oldest first. Readers see a consistent snapshot and never block. */
public final class GroupRegistry {

    private volatile Map<String, PipelineGroup> groups = Map.of();

    /** Whether the limit on groups is reached. */
    public boolean isFull() {
        return groups.size() >= RequestLimits.GROUPS;
    }

    public synchronized void add(PipelineGroup group) {
        Map<String, PipelineGroup> next = new LinkedHashMap<>(groups);
        next.put(group.id(), group);
        groups = next;
    }

    public synchronized void remove(String id) {
        Map<String, PipelineGroup> next = new LinkedHashMap<>(groups);
        next.remove(id);
        groups = next;
    }

    public Optional<PipelineGroup> find(String id) {
        return Optional.ofNullable(groups.get(id));
    }

    /** All groups with this name, which need not be unique. */
    public List<PipelineGroup> named(String name) {
        return groups.values().stream()
                .filter(group -> group.name().equals(name))
                .toList();
    }

    public List<PipelineGroup> all() {
        return List.copyOf(groups.values());
    }

    /** The slots of all groups. */
    public List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        groups.values().forEach(group -> slots.addAll(group.slots()));
        return slots;
    }

    public Optional<Slot> slot(String groupId, String name) {
        return find(groupId)
                .flatMap(group -> group.slots().stream()
                        .filter(slot -> slot.name().equals(name))
                        .findFirst());
    }
}
