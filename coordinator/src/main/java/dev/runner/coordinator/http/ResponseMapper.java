package dev.runner.coordinator.http;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.protocol.GroupView;
import dev.runner.protocol.PlacementView;
import dev.runner.protocol.TopologyView;
import dev.runner.protocol.TopologyView.GroupTopology;
import dev.runner.protocol.TopologyView.PipelinePlace;
import dev.runner.protocol.WorkerList;
import dev.runner.protocol.WorkerView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients are shown of groups and workers. */
public final class ResponseMapper {

    private final GroupRegistry groups;
    private final WorkerRegistry registry;

    public ResponseMapper(GroupRegistry groups, WorkerRegistry registry) {
        this.groups = groups;
        this.registry = registry;
    }

    GroupView of(PipelineGroup group) {
        return new GroupView(
                group.id(),
                group.name(),
                group.status(),
                group.pipelines().size(),
                group.slots().stream().map(this::placement).toList());
    }

    private PlacementView placement(Slot slot) {
        SlotDeployment where = slot.deployment();
        return new PlacementView(
                slot.name(),
                where == null ? null : where.workerId(),
                address(where),
                where == null ? null : where.pipelineId(),
                slot.phase().shown(),
                slot.state().checkpointedEvents());
    }

    private @Nullable String address(@Nullable SlotDeployment where) {
        return where == null
                ? null
                : registry.find(where.workerId())
                        .map(worker -> worker.address().toString())
                        .orElse(null);
    }

    TopologyView topology() {
        return new TopologyView(groups.all().stream()
                .map(group -> new GroupTopology(
                        group.id(),
                        group.name(),
                        group.slots().stream().map(this::place).toList(),
                        group.request().routes()))
                .toList());
    }

    private PipelinePlace place(Slot slot) {
        SlotDeployment where = slot.deployment();
        return new PipelinePlace(slot.name(), where == null ? null : where.workerId(), address(where));
    }

    WorkerView of(RegisteredWorker worker) {
        return worker.view(assigned().getOrDefault(worker.id(), List.of()));
    }

    WorkerList workers() {
        Map<String, List<String>> assigned = assigned();
        return WorkerList.of(registry.all().stream()
                .map(worker -> worker.view(assigned.getOrDefault(worker.id(), List.of())))
                .toList());
    }

    private Map<String, List<String>> assigned() {
        Map<String, List<String>> names = new HashMap<>();
        for (Slot slot : groups.slots()) {
            SlotDeployment where = slot.deployment();
            if (where != null) {
                names.computeIfAbsent(where.workerId(), id -> new ArrayList<>()).add(slot.name());
            }
        }
        return names;
    }
}
