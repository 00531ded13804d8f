package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.groups.SlotWriter;
import dev.runner.http.ApiException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and stores the changed state of running pipelines, so that a lost worker costs little. */
public final class CheckpointPuller {

    private static final Logger LOG = LoggerFactory.getLogger("checkpoints");

    /** The stored version; version numbers are comparable within a deployment only. */
    private record PulledVersion(String pipelineId, long version) {}

    private final Map<Slot, PulledVersion> pulled = new ConcurrentHashMap<>();
    private final Set<Slot> pulling = ConcurrentHashMap.newKeySet();
    private final GroupRegistry groups;
    private final Relocator relocator;

    public CheckpointPuller(GroupRegistry groups, Relocator relocator) {
        this.groups = groups;
        this.relocator = relocator;
    }

    /** Begins to read what has changed, and blocks on nothing. */
    public void pull() {
        Set<Slot> slots = new LinkedHashSet<>(groups.slots()); // in an order that is always the same
        pulled.keySet().retainAll(slots);
        slots.stream()
                .filter(slot -> slot.phase() == SlotPhase.RUNNING)
                .filter(pulling::add)
                .forEach(this::pullSerially);
    }

    private void pullSerially(Slot slot) {
        CompletableFuture<?> unused = slot.runSerially(writer -> {
                    pull(writer);
                    return slot;
                })
                .whenComplete((done, problem) -> {
                    pulling.remove(slot);
                    if (problem != null) {
                        LOG.atError()
                                .addKeyValue("group", slot.groupName())
                                .addKeyValue("pipeline", slot.name())
                                .setCause(problem)
                                .log("its state could not be stored");
                    }
                });
    }

    private void pull(SlotWriter writer) {
        Slot slot = writer.slot();
        SlotDeployment deployment = slot.deployment();
        if (deployment == null) {
            return;
        }
        PulledVersion before = pulled.get(slot);
        Long since = before == null || !before.pipelineId().equals(deployment.pipelineId()) ? null : before.version();
        Long version;
        try {
            version = relocator.pull(writer, since);
        } catch (ApiException e) { // the store has told why
            version = null;
        }
        if (version == null) {
            pulled.remove(slot);
        } else {
            pulled.put(slot, new PulledVersion(deployment.pipelineId(), version));
        }
    }
}
