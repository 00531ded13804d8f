package dev.runner.coordinator.relocation;

import dev.runner.coordinator.client.WorkerCallException;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.groups.SlotWriter;
import dev.runner.coordinator.placement.CapacityReservations;
import dev.runner.coordinator.placement.PlacementChecker;
import dev.runner.coordinator.placement.PlacementHealth;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.SlotDeployer.StateLoss;
import dev.runner.coordinator.relocation.SlotDeployer.StateWhereabouts;
import dev.runner.http.ApiException;
import dev.runner.protocol.MigrationView;
import dev.runner.protocol.MigrationView.Reason;
import dev.runner.protocol.MigrationView.Restored;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a slot is to run and moves it there. Failover, drain, rebalance, migration and the return of a
 * restarted worker are all one operation: hold the events, read the state, deploy elsewhere under a new epoch, restore,
 * switch over, let the events go on, delete the old deployment.
 *
 * <p>A planned move gives up, and loses nothing, when the state cannot be read. Only when the worker is gone is the
 * last known state used.
 */
public final class Relocator {

    private final WorkerRegistry registry;
    private final CapacityReservations reservations;
    private final PlacementChecker checker;
    private final SlotDeployer deployer;
    private final MigrationHistory history;
    private final Map<String, Long> relocations = new ConcurrentHashMap<>();

    public Relocator(
            WorkerRegistry registry,
            CapacityReservations reservations,
            PlacementChecker checker,
            SlotDeployer deployer,
            MigrationHistory history) {
        this.registry = registry;
        this.reservations = reservations;
        this.checker = checker;
        this.deployer = deployer;
        this.history = history;
    }

    /** How many relocations have succeeded, by reason. */
    public Map<String, Long> relocations() {
        return Map.copyOf(relocations);
    }

    /** Whether nothing is to be done about a slot. May be asked on any thread. */
    boolean isSettled(Slot slot) {
        SlotDeployment deployment = slot.deployment();
        return slot.phase() == SlotPhase.GONE
                || (slot.phase() == SlotPhase.RUNNING
                        && deployment != null
                        && checker.check(deployment) == PlacementHealth.HEALTHY
                        && registry.find(deployment.workerId())
                                .filter(worker -> worker.isSameProcess(deployment.instance()))
                                .isPresent());
    }

    /** Does what is to be done about the slot: nothing, when it is settled. */
    void settle(SlotWriter writer) {
        Slot slot = writer.slot();
        SlotDeployment deployment = slot.deployment();
        if (slot.phase() == SlotPhase.GONE) {
            return;
        }
        if (deployment == null) {
            recover(writer, null);
            return;
        }
        switch (checker.check(deployment)) {
            case HEALTHY -> resume(writer, deployment);
            case AWAITING_WORKER -> {}
            case DRAINING -> drain(writer, deployment);
            case LOST -> recover(writer, deployment.workerId());
        }
    }

    /**
     * Moves the slot to this worker.
     *
     * @return why it could not be moved; null when it runs there
     */
    @Nullable String moveTo(SlotWriter writer, String workerId) {
        Slot slot = writer.slot();
        SlotDeployment deployment = slot.deployment();
        if (slot.phase() == SlotPhase.GONE) {
            return "it was deleted";
        }
        if (deployment == null) {
            recover(writer, workerId);
            return slot.isOn(workerId) ? null : "nothing ran it, and it could not be deployed on " + workerId;
        }
        return switch (checker.check(deployment)) {
            case HEALTHY, DRAINING ->
                deployment.workerId().equals(workerId) ? null : move(writer, deployment, workerId);
            case AWAITING_WORKER -> deployment.workerId() + " is restarting; try again when it is back";
            case LOST -> {
                Restored restored = recover(writer, workerId);
                yield !slot.isOn(workerId)
                        ? "it could not be deployed on " + workerId
                        : restored == Restored.LAST_STATE ? null : incomplete(slot, deployment);
            }
        };
    }

    private void drain(SlotWriter writer, SlotDeployment deployment) {
        MigrationView begun = history.begin(writer.slot(), Reason.DRAIN, deployment.workerId());
        String obstacle = move(writer, deployment, null);
        SlotDeployment now = writer.slot().deployment();
        history.end(begun, Reason.DRAIN, obstacle == null && now != null ? now.workerId() : null, obstacle);
    }

    /**
     * A planned move to the target, or, when it is null, to any other worker. Returns why not; null when it succeeded.
     */
    private @Nullable String move(SlotWriter writer, SlotDeployment deployment, @Nullable String target) {
        Slot slot = writer.slot();
        RegisteredWorker from = registry.find(deployment.workerId()).orElse(null);
        if (from == null) {
            return deployment.workerId() + " was deleted";
        }
        Set<String> excluded = new HashSet<>(Set.of(deployment.workerId()));
        Optional<RegisteredWorker> to =
                target == null ? reservations.reserve(slot, excluded, null) : reservations.reserveOn(slot, target);
        if (to.isEmpty()) {
            resume(writer, deployment);
            return target == null ? "no other worker has room" : target + " is not available, or has no room";
        }
        writer.enterPhase(SlotPhase.MOVING);
        deployer.hold(writer);
        byte[] state = deployer.freeze(writer, from, deployment);
        if (state == null) {
            reservations.release(slot);
            settleAfterFailedMove(writer, deployment);
            return "its state could not be read from " + from.id();
        }
        while (to.isPresent()) {
            boolean deployed = deployer.deploy(writer, to.get(), state, StateLoss.FORBIDDEN);
            reservations.release(slot);
            if (deployed) {
                deployer.delete(from, deployment);
                relocations.merge(target == null ? "drain" : "migration", 1L, Long::sum);
                return null;
            }
            excluded.add(to.get().id());
            to = target == null ? reservations.reserve(slot, excluded, null) : Optional.empty();
        }
        settleAfterFailedMove(writer, deployment);
        return "it could not be deployed on " + (target == null ? "any other worker" : target);
    }

    /** The slot stays where it was, unless that worker has gone in the meantime. */
    private void settleAfterFailedMove(SlotWriter writer, SlotDeployment deployment) {
        writer.enterPhase(SlotPhase.WAITING);
        switch (checker.check(deployment)) {
            case HEALTHY, DRAINING -> resume(writer, deployment);
            case AWAITING_WORKER -> {}
            case LOST -> recover(writer, deployment.workerId());
        }
    }

    /** Fills a slot that nothing fills any more, with its last known state. Returns what that was; null: none. */
    private @Nullable Restored recover(SlotWriter writer, @Nullable String preferred) {
        Slot slot = writer.slot();
        SlotDeployment old = slot.deployment();
        if (old == null) {
            placeAnew(writer, null, preferred);
            return null;
        }
        boolean mayHaveEndedOnPurpose = slot.phase() == SlotPhase.WAITING;
        if (deployer.storeKeptState(writer, old) == StateWhereabouts.WITH_WORKER) {
            writer.enterPhase(SlotPhase.WAITING);
            deployer.hold(writer);
            return null; // the next sweep asks again, or finds that the worker is lost with it
        }
        Restored restored = slot.state().lastStateStored() ? Restored.LAST_STATE : Restored.CHECKPOINT;
        String incomplete = incomplete(slot, old);
        MigrationView begun = history.begin(slot, Reason.FAILOVER, old.workerId());
        placeAnew(writer, old, preferred);
        SlotDeployment now = slot.deployment();
        if (now == null || now.equals(old)) {
            history.end(begun, Reason.FAILOVER, null, "no worker has room");
            return null;
        }
        boolean isBack = slot.isOn(old.workerId());
        Reason reason = isBack ? Reason.RESTART : Reason.FAILOVER;
        boolean isPromised = restored == Restored.LAST_STATE || !(isBack || mayHaveEndedOnPurpose);
        history.recovered(begun, reason, now.workerId(), restored, isPromised ? null : incomplete);
        return restored;
    }

    private static String incomplete(Slot slot, SlotDeployment old) {
        Long events = slot.state().checkpointedEvents();
        return "it goes on from its last checkpoint" + (events == null ? "" : ", of " + events + " events") + ": "
                + old.workerId() + " has not given its last state, so what it accepted since then is lost";
    }

    private void placeAnew(SlotWriter writer, @Nullable SlotDeployment old, @Nullable String preferred) {
        Slot slot = writer.slot();
        if (slot.phase() != SlotPhase.DEPLOYING) {
            writer.enterPhase(SlotPhase.STRANDED);
        }
        deployer.hold(writer);
        byte[] state = deployer.lastKnownState(slot);
        Set<String> excluded = new HashSet<>();
        Optional<RegisteredWorker> to = reservations.reserve(slot, excluded, preferred);
        boolean nobody = to.isEmpty();
        while (to.isPresent()) {
            boolean deployed = deployer.deploy(writer, to.get(), state, StateLoss.ACCEPTED);
            reservations.release(slot);
            if (deployed) {
                if (old != null) {
                    deployer.abandon(old);
                    relocations.merge(slot.isOn(old.workerId()) ? "worker_restarted" : "worker_lost", 1L, Long::sum);
                }
                return;
            }
            excluded.add(to.get().id());
            to = reservations.reserve(slot, excluded, preferred);
        }
        writer.enterPhase(SlotPhase.STRANDED);
        boolean awaitsKnownWorkers = checker.isInGracePeriod() && registry.all().isEmpty();
        if (!awaitsKnownWorkers && (nobody || registry.all().stream().noneMatch(RegisteredWorker::isAvailable))) {
            writer.queue().refuse(() -> noWorkers(slot.name()));
        }
    }

    static ApiException noWorkers(String what) {
        return new ApiException(
                503,
                "no_workers_available",
                "no worker is available for " + what + "; start one, undrain one, or raise --max-pipelines");
    }

    /** Lets the slot go on where it is, unless nothing has interrupted it. */
    private void resume(SlotWriter writer, SlotDeployment deployment) {
        Slot slot = writer.slot();
        RegisteredWorker worker = registry.find(deployment.workerId()).orElse(null);
        if (worker == null || (slot.phase() == SlotPhase.RUNNING && worker.isSameProcess(deployment.instance()))) {
            return;
        }
        try {
            deployer.resume(writer, worker, deployment);
        } catch (WorkerCallException e) {
            if (e.kind() == WorkerCallException.Kind.UNKNOWN) {
                recover(writer, worker.id());
            } else if (slot.phase() == SlotPhase.MOVING) {
                writer.enterPhase(SlotPhase.WAITING);
            }
        }
    }

    /** Takes the state of the slot from a worker that is about to end. */
    SlotHandover handOver(SlotWriter writer, RegisteredWorker worker) {
        Slot slot = writer.slot();
        SlotDeployment deployment = slot.deployment();
        if (slot.phase() == SlotPhase.GONE || deployment == null || !slot.isOn(worker.id())) {
            return SlotHandover.NOTHING;
        }
        String pipelineId = deployment.pipelineId();
        boolean runsThere = worker.isSameProcess(deployment.instance()) || runs(worker, pipelineId);
        if (!runsThere && !worker.keeps(pipelineId)) {
            return SlotHandover.NOTHING;
        }
        writer.enterPhase(SlotPhase.WAITING);
        deployer.hold(writer);
        if (!runsThere) {
            return deployer.storeKeptState(writer, deployment) == StateWhereabouts.STORED
                    ? SlotHandover.KEPT_STATE
                    : SlotHandover.FAILED;
        }
        byte[] state = deployer.freeze(writer, worker, deployment);
        return state == null ? SlotHandover.FAILED : SlotHandover.taken(pipelineId, state);
    }

    private static boolean runs(RegisteredWorker worker, String pipelineId) {
        return worker.registered().running().stream().anyMatch(view -> view.id().equals(pipelineId));
    }

    /** Lets the slot, whose state was taken, run elsewhere: its worker does not come back soon. */
    void leave(SlotWriter writer, RegisteredWorker worker) {
        Slot slot = writer.slot();
        if (slot.phase() == SlotPhase.WAITING && slot.isOn(worker.id())) {
            recover(writer, null);
        }
    }

    /**
     * Reads and stores the state of a running slot, so that little is lost when its worker is.
     *
     * @return the version that is stored now; null: unknown, or none of this deployment
     */
    @Nullable Long pull(SlotWriter writer, @Nullable Long since) {
        Slot slot = writer.slot();
        SlotDeployment deployment = slot.deployment();
        RegisteredWorker worker =
                deployment == null ? null : registry.find(deployment.workerId()).orElse(null);
        if (deployment == null || worker == null || !isSettled(slot)) {
            return null;
        }
        try {
            return deployer.pull(writer, worker, deployment, since);
        } catch (WorkerCallException e) {
            if (e.kind() == WorkerCallException.Kind.UNKNOWN) {
                recover(writer, worker.id()); // somebody has deleted it there
            } else if (e.kind() == WorkerCallException.Kind.FROZEN) {
                writer.enterPhase(SlotPhase.WAITING); // by a request that was given up, and has come late
                resume(writer, deployment);
            }
            return null;
        }
    }

    /** Ends the slot, because its group was deleted. */
    void remove(SlotWriter writer) {
        Slot slot = writer.slot();
        writer.queue()
                .close(new ApiException(404, "group_not_found", "the group " + slot.groupName() + " was deleted"));
        reservations.release(slot);
        SlotDeployment deployment = slot.deployment();
        writer.enterPhase(SlotPhase.GONE);
        if (deployment != null) {
            writer.setDeployment(null);
            registry.find(deployment.workerId()).ifPresent(worker -> deployer.delete(worker, deployment));
        }
    }
}
