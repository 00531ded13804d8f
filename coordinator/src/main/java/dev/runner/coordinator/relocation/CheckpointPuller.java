package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the state of running pipelines, where it has changed, for the case that their workers are lost. */
public final class CheckpointPuller {

    private static final Logger LOG = LoggerFactory.getLogger("checkpoints");

    /** The version that is stored; it is one of this deployment only. */
    private record PulledVersion(String pipelineId, long version) {}

    private final Map<Slot, PulledVersion> pulled = new ConcurrentHashMap<>();
    private final Set<Slot> underWay = ConcurrentHashMap.newKeySet();
    private final GroupRegistry groups;
    private final Relocator relocator;

    public CheckpointPuller(GroupRegistry groups, Relocator relocator) {
        this.groups = groups;
        this.relocator = relocator;
    }

    /** Begins to read what has changed, and waits for nothing. */
    public void pull() {
        Set<Slot> slots = Set.copyOf(groups.slots());
        pulled.keySet().retainAll(slots);
        slots.stream()
                .filter(slot -> slot.phase() == SlotPhase.RUNNING)
                .filter(underWay::add)
                .forEach(this::pullSerially);
    }

    private void pullSerially(Slot slot) {
        CompletableFuture<?> unused = slot.runSerially(() -> {
                    pull(slot);
                    return slot;
                })
                .whenComplete((done, problem) -> {
                    underWay.remove(slot);
                    if (problem != null) {
                        LOG.atError()
                                .addKeyValue("group", slot.groupName())
                                .addKeyValue("pipeline", slot.name())
                                .setCause(problem)
                                .log("its state could not be kept");
                    }
                });
    }

    private void pull(Slot slot) {
        SlotDeployment where = slot.where();
        if (where == null) {
            return;
        }
        PulledVersion before = pulled.get(slot);
        Long since = before == null || !before.pipelineId().equals(where.pipelineId()) ? null : before.version();
        Long version = relocator.pull(slot, since);
        if (version == null) {
            pulled.remove(slot);
        } else {
            pulled.put(slot, new PulledVersion(where.pipelineId(), version));
        }
    }
}
