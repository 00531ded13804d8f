package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.groups.SlotState;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.PipelineView;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deployments that fill no slot any more: their worker was unreachable when they were to be deleted, or nobody knows
 * whether it made them. What is remembered is the worker; what it has is asked, so that nothing is forgotten over a
 * restart of the coordinator either: workers that register are looked at too.
 */
public final class OrphanDeploymentCleaner {

    private static final Logger LOG = LoggerFactory.getLogger("leftovers");

    private final Set<String> suspects = ConcurrentHashMap.newKeySet();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final WorkerRegistry registry;
    private final GroupRegistry groups;
    private final WorkerPipelineClient calls;
    private final Executor threads;

    public OrphanDeploymentCleaner(
            WorkerRegistry registry, GroupRegistry groups, WorkerPipelineClient calls, Executor threads) {
        this.registry = registry;
        this.groups = groups;
        this.calls = calls;
        this.threads = threads;
    }

    /** The worker may have something that it is not to have. */
    void suspect(String workerId) {
        suspects.add(workerId);
    }

    /** Whether somebody is still to be looked at who can be. */
    boolean isDone() {
        return underWay.isEmpty()
                && suspects.stream().noneMatch(id -> registry.find(id).isPresent());
    }

    /** Looks at the workers that can be reached. */
    void remove() {
        for (String id : suspects) {
            registry.find(id)
                    .filter(worker -> !worker.isLost() && !worker.isRegistering() && worker.handedOver() == null)
                    .filter(worker -> underWay.add(id))
                    .ifPresent(worker -> threads.execute(() -> removeFrom(worker)));
        }
    }

    private void removeFrom(RegisteredWorker worker) {
        suspects.remove(worker.id()); // whoever suspects it from now on wants it to be looked at once more
        try {
            for (PipelineView view : calls.list(worker)) {
                Assignment assignment = view.assignment();
                if (assignment == null) {
                    continue; // made by hand
                }
                switch (judge(view.id(), assignment)) {
                    case FILLS -> {}
                    case DEPLOYMENT_PENDING -> suspects.add(worker.id());
                    case ORPHANED -> remove(worker, view.id(), assignment);
                }
            }
        } catch (WorkerCallException e) {
            suspects.add(worker.id());
            LOG.atWarn().addKeyValue("worker", worker.id()).log("what it has was not tidied up: {}", e.getMessage());
        } finally {
            underWay.remove(worker.id());
        }
    }

    private enum DeploymentUse {
        FILLS,
        DEPLOYMENT_PENDING,
        ORPHANED
    }

    /** Read from one snapshot, so that a deployment that just becomes the slot's is not taken for a leftover. */
    private DeploymentUse judge(String pipelineId, Assignment assignment) {
        Slot slot = groups.slot(assignment.groupId(), assignment.pipeline()).orElse(null);
        if (slot == null) {
            return DeploymentUse.ORPHANED;
        }
        SlotState state = slot.state();
        SlotDeployment where = state.where();
        if (state.phase() != SlotPhase.GONE
                && where != null
                && where.pipelineId().equals(pipelineId)) {
            return DeploymentUse.FILLS;
        }
        return state.attempt() == assignment.epoch() ? DeploymentUse.DEPLOYMENT_PENDING : DeploymentUse.ORPHANED;
    }

    private void remove(RegisteredWorker worker, String pipelineId, Assignment assignment) throws WorkerCallException {
        calls.delete(worker, pipelineId);
        LOG.atInfo()
                .addKeyValue("group", assignment.groupName())
                .addKeyValue("pipeline", assignment.pipeline())
                .addKeyValue("worker", worker.id())
                .addKeyValue("epoch", assignment.epoch())
                .log("removed what filled no slot any more");
    }
}
