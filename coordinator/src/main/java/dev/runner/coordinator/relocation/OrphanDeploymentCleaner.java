package dev.runner.coordinator.relocation;

import dev.runner.coordinator.client.WorkerCallException;
import dev.runner.coordinator.client.WorkerPipelineClient;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.groups.SlotState;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.PipelineView;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes deployments that fill no slot: their worker was unreachable when they were to be deleted, or it is unknown
 * whether it created them. Only the worker is remembered, and asked what it runs. So nothing is forgotten when the
 * coordinator restarts either: a worker that registers is asked too.
 */
public final class OrphanDeploymentCleaner {

    private static final Logger LOG = LoggerFactory.getLogger("orphans");

    private final Set<String> suspects = ConcurrentHashMap.newKeySet();
    private final Set<String> checking = ConcurrentHashMap.newKeySet();
    private final WorkerRegistry registry;
    private final GroupRegistry groups;
    private final WorkerPipelineClient client;
    private final CoordinatorStore store;
    private final Executor threads;

    public OrphanDeploymentCleaner(
            WorkerRegistry registry,
            GroupRegistry groups,
            WorkerPipelineClient client,
            CoordinatorStore store,
            Executor threads) {
        this.registry = registry;
        this.groups = groups;
        this.client = client;
        this.store = store;
        this.threads = threads;
    }

    /** The worker may run something that it should not. */
    void suspect(String workerId) {
        suspects.add(workerId);
    }

    /** Whether no worker that is registered is left to be checked. */
    boolean isDone() {
        return checking.isEmpty()
                && suspects.stream().noneMatch(id -> registry.find(id).isPresent());
    }

    /** Begins to check the suspected workers that can be reached. */
    void removeAll() {
        for (String id : suspects) {
            registry.find(id)
                    .filter(worker -> !worker.isLost() && !worker.isRegistering() && worker.expectedSince() == null)
                    .filter(worker -> checking.add(id))
                    .ifPresent(worker -> threads.execute(() -> removeFrom(worker)));
        }
    }

    private void removeFrom(RegisteredWorker worker) {
        suspects.remove(worker.id()); // a suspicion from here on asks for another check
        try {
            for (PipelineView view : client.list(worker)) {
                Assignment assignment = view.assignment();
                if (assignment == null) {
                    continue; // deployed by hand, not by a coordinator
                }
                switch (use(view.id(), assignment)) {
                    case IN_USE -> {}
                    case DEPLOYMENT_PENDING -> suspects.add(worker.id());
                    case ORPHANED -> remove(worker, view.id(), assignment);
                }
            }
            removeKeptStates(worker);
        } catch (WorkerCallException e) {
            suspects.add(worker.id());
            LOG.atWarn()
                    .addKeyValue("worker", worker.id())
                    .log("orphaned deployments could not be removed, which is tried again: {}", e.getMessage());
        } finally {
            checking.remove(worker.id());
        }
    }

    /**
     * A state that the worker keeps is needed as long as its deployment is the slot's: it is read before another one
     * is. Afterwards it is of an older epoch, whoever has it: the slot has gone on from the state that it was given.
     */
    private void removeKeptStates(RegisteredWorker worker) throws WorkerCallException {
        for (PipelineView kept : worker.registered().kept()) {
            Assignment assignment = kept.assignment();
            if (assignment != null && use(kept.id(), assignment) == DeploymentUse.ORPHANED) {
                client.forgetKeptState(worker, kept.id());
                registry.forgetKeptState(worker.id(), worker.registration(), kept.id());
                LOG.atInfo()
                        .addKeyValue("group", assignment.groupName())
                        .addKeyValue("pipeline", assignment.pipeline())
                        .addKeyValue("worker", worker.id())
                        .addKeyValue("epoch", assignment.epoch())
                        .log(
                                "its worker keeps a state of {} events no more: it was restored, or the pipeline"
                                        + " has gone on without it",
                                kept.eventsProcessed());
            }
        }
    }

    private enum DeploymentUse {
        IN_USE,
        DEPLOYMENT_PENDING,
        ORPHANED
    }

    /** Uses one snapshot, so that a deployment that is just becoming the slot's is not taken for an orphan. */
    private DeploymentUse use(String pipelineId, Assignment assignment) {
        Slot slot = groups.slot(assignment.groupId(), assignment.pipeline()).orElse(null);
        if (slot == null) {
            return DeploymentUse.ORPHANED;
        }
        SlotState state = slot.state();
        SlotDeployment deployment = state.deployment();
        if (state.phase() != SlotPhase.GONE
                && deployment != null
                && deployment.pipelineId().equals(pipelineId)) {
            return DeploymentUse.IN_USE;
        }
        return state.attempt() == assignment.epoch() ? DeploymentUse.DEPLOYMENT_PENDING : DeploymentUse.ORPHANED;
    }

    private void remove(RegisteredWorker worker, String pipelineId, Assignment assignment) throws WorkerCallException {
        if (!store.isOfThisStore(assignment.epoch())) {
            LOG.atError()
                    .addKeyValue("group", assignment.groupName())
                    .addKeyValue("pipeline", assignment.pipeline())
                    .addKeyValue("worker", worker.id())
                    .addKeyValue("epoch", assignment.epoch())
                    .log("the worker runs what this coordinator's storage does not know of: the storage is an older"
                            + " copy, or new; what was deployed since is removed");
        }
        client.delete(worker, pipelineId);
        LOG.atInfo()
                .addKeyValue("group", assignment.groupName())
                .addKeyValue("pipeline", assignment.pipeline())
                .addKeyValue("worker", worker.id())
                .addKeyValue("epoch", assignment.epoch())
                .log("removed an orphaned deployment");
    }
}
