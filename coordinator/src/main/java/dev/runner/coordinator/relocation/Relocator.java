package dev.runner.coordinator.relocation;

import dev.runner.coordinator.delivery.DeliveryTarget;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.http.ApiException;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.MigrationView;
import dev.runner.protocol.MigrationView.Reason;
import dev.runner.protocol.PipelineView;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The one way in which a slot comes to be filled: hold its events, read its state, deploy under a new epoch, restore,
 * switch, let the events go on, delete what was before. Fail-over, drain, rebalance, migration and the return of a
 * restarted worker are all this. Every method is called in the slot's turn.
 *
 * <p>Until the switch, what was before can be resumed, and nothing is lost by giving up; from the switch on, it is a
 * leftover. In a planned move the state must have been read; only of a worker that is gone the last known one is taken.
 */
public final class Relocator {

    private static final Logger LOG = LoggerFactory.getLogger("relocation");

    /**
     * Calls in flight end within a worker call's time-out, of ten seconds; this is for a queue that does not say so.
     */
    private static final Duration MAX_HOLD = Duration.ofSeconds(15);

    private static final int FREEZE_ATTEMPTS = 2;

    private final WorkerRegistry registry;
    private final CapacityReservations reservations;
    private final PlacementChecker standing;
    private final CoordinatorStore store;
    private final WorkerPipelineClient calls;
    private final LinkPropagator links;
    private final OrphanDeploymentCleaner leftovers;
    private final MigrationHistory log;
    private final Map<String, Long> done = new ConcurrentHashMap<>();

    public Relocator(
            WorkerRegistry registry,
            CapacityReservations reservations,
            PlacementChecker standing,
            CoordinatorStore store,
            WorkerPipelineClient calls,
            LinkPropagator links,
            OrphanDeploymentCleaner leftovers,
            MigrationHistory log) {
        this.registry = registry;
        this.reservations = reservations;
        this.standing = standing;
        this.store = store;
        this.calls = calls;
        this.links = links;
        this.leftovers = leftovers;
        this.log = log;
    }

    /** How many relocations have succeeded, by their reasons. */
    public Map<String, Long> done() {
        return Map.copyOf(done);
    }

    /** Whether there is something to do about a slot; may be asked out of turn. */
    boolean isSettled(Slot slot) {
        SlotDeployment where = slot.where();
        return slot.phase() == SlotPhase.GONE
                || (slot.phase() == SlotPhase.RUNNING
                        && where != null
                        && standing.of(where) == PlacementChecker.Verdict.STAYS
                        && registry.find(where.workerId())
                                .filter(worker -> PlacementChecker.isSame(worker, where))
                                .isPresent());
    }

    /** Does whatever is to be done about the slot. Nothing happens when it is as it should be. */
    void settle(Slot slot) {
        SlotDeployment where = slot.where();
        if (slot.phase() == SlotPhase.GONE) {
            return;
        }
        if (where == null) {
            fill(slot, null);
            return;
        }
        switch (standing.of(where)) {
            case STAYS -> resume(slot, where);
            case WAITS -> {}
            case LEAVES -> drain(slot, where);
            case LOST -> fill(slot, where.workerId());
        }
    }

    /**
     * Moves the slot to this worker.
     *
     * @return why not; null when it is there
     */
    @Nullable String moveTo(Slot slot, String workerId) {
        SlotDeployment where = slot.where();
        if (slot.phase() == SlotPhase.GONE) {
            return "it was deleted";
        }
        if (where == null) {
            fill(slot, workerId);
            return slot.isOn(workerId) ? null : "nothing ran it, and " + workerId + " could not be given it";
        }
        return switch (standing.of(where)) {
            case STAYS, LEAVES -> where.workerId().equals(workerId) ? null : move(slot, where, workerId);
            case WAITS -> where.workerId() + " is restarting; try again when it is back";
            case LOST -> {
                fill(slot, workerId);
                yield slot.isOn(workerId) ? null : workerId + " could not be given it";
            }
        };
    }

    private void drain(Slot slot, SlotDeployment where) {
        MigrationView begun = log.needed(slot, Reason.DRAIN, where.workerId());
        String obstacle = move(slot, where, null);
        SlotDeployment now = slot.where();
        log.end(begun, Reason.DRAIN, obstacle == null && now != null ? now.workerId() : null, obstacle);
    }

    private @Nullable String move(Slot slot, SlotDeployment where, @Nullable String target) {
        RegisteredWorker from = registry.find(where.workerId()).orElse(null);
        if (from == null) {
            return where.workerId() + " was deleted";
        }
        Set<String> excluded = new HashSet<>(Set.of(where.workerId()));
        Optional<RegisteredWorker> to =
                target == null ? reservations.reserve(slot, excluded, null) : reservations.reserveOn(slot, target);
        if (to.isEmpty()) {
            resume(slot, where);
            return target == null ? "no worker takes it" : target + " is not available, or has no room";
        }
        slot.become(SlotPhase.MOVING);
        hold(slot);
        byte[] state = freeze(slot, where, from);
        if (state == null) {
            reservations.release(slot);
            slot.become(SlotPhase.WAITING);
            settleAfterFailure(slot, where);
            return "its state could not be read from " + from.id();
        }
        while (to.isPresent()) {
            if (filled(slot, to.get(), state, true)) {
                delete(from, where);
                done.merge(target == null ? "drain" : "migration", 1L, Long::sum);
                return null;
            }
            excluded.add(to.get().id());
            reservations.release(slot);
            to = target == null ? reservations.reserve(slot, excluded, null) : Optional.empty();
        }
        slot.become(SlotPhase.WAITING);
        settleAfterFailure(slot, where);
        return "it could not be deployed on " + (target == null ? "any other worker" : target);
    }

    /** It stays where it was, unless that has gone in the meantime. */
    private void settleAfterFailure(Slot slot, SlotDeployment where) {
        switch (standing.of(where)) {
            case STAYS, LEAVES -> resume(slot, where);
            case WAITS -> {}
            case LOST -> fill(slot, where.workerId());
        }
    }

    /** Fills a slot that nothing fills any more, with its last known state. */
    private void fill(Slot slot, @Nullable String wanted) {
        SlotDeployment old = slot.where();
        if (old == null) {
            place(slot, null, wanted);
            return;
        }
        MigrationView begun = log.needed(slot, Reason.FAILOVER, old.workerId());
        place(slot, old, wanted);
        SlotDeployment now = slot.where();
        if (now == null || now.equals(old)) {
            log.end(begun, Reason.FAILOVER, null, "no worker takes it");
        } else {
            Reason reason = slot.isOn(old.workerId()) ? Reason.RESTART : Reason.FAILOVER;
            log.end(begun, reason, now.workerId(), null);
        }
    }

    private void place(Slot slot, @Nullable SlotDeployment old, @Nullable String wanted) {
        if (slot.phase() != SlotPhase.DEPLOYING) {
            slot.become(SlotPhase.STRANDED);
        }
        hold(slot);
        byte[] state = store.checkpoint(slot);
        Set<String> excluded = new HashSet<>();
        Optional<RegisteredWorker> to = reservations.reserve(slot, excluded, wanted);
        boolean nobody = to.isEmpty();
        while (to.isPresent()) {
            if (filled(slot, to.get(), state, false)) {
                if (old != null) {
                    leftovers.suspect(old.workerId()); // it may be back, with what it had
                    done.merge(slot.isOn(old.workerId()) ? "worker_restarted" : "worker_lost", 1L, Long::sum);
                }
                return;
            }
            excluded.add(to.get().id());
            reservations.release(slot);
            to = reservations.reserve(slot, excluded, wanted);
        }
        slot.become(SlotPhase.STRANDED);
        boolean awaitsKnownWorkers =
                standing.isInGracePeriod() && registry.all().isEmpty();
        if (!awaitsKnownWorkers && (nobody || registry.all().stream().noneMatch(RegisteredWorker::isAvailable))) {
            slot.queue().refuse(() -> noWorkers(slot.name()));
        }
    }

    static ApiException noWorkers(String what) {
        return new ApiException(
                503,
                "no_workers_available",
                "no worker is available for " + what + "; start one, undrain one, or raise --max-pipelines");
    }

    /** Deploys and restores, and switches to it when both have worked. */
    private boolean filled(Slot slot, RegisteredWorker worker, byte @Nullable [] state, boolean withStateOnly) {
        long epoch = store.nextEpoch();
        slot.attempt(epoch);
        try {
            DeployRequest request =
                    new DeployRequest(slot.name(), slot.pipeline().source(), slot.assignment(epoch), links.of(slot));
            PipelineView made = calls.deploy(worker, request);
            if (state != null) {
                restore(slot, worker, made.id(), state, withStateOnly);
            }
            switchTo(slot, worker, new SlotDeployment(worker.id(), worker.instance(), made.id(), epoch));
            return true;
        } catch (WorkerCallException e) {
            leftovers.suspect(worker.id());
            failed(slot, worker, e);
            return false;
        } finally {
            slot.attempt(0);
        }
    }

    private void restore(Slot slot, RegisteredWorker worker, String pipelineId, byte[] state, boolean withStateOnly)
            throws WorkerCallException {
        try {
            calls.restore(worker, pipelineId, state);
        } catch (WorkerCallException e) {
            if (withStateOnly || e.kind() != WorkerCallException.Kind.DECLINED) {
                throw e;
            }
            // Its worker is gone and the state does not fit: to run without it is better than never to run again.
            about(LOG.atError(), slot, worker).log("its last known state was refused and is lost: {}", e.getMessage());
        }
    }

    private void switchTo(Slot slot, RegisteredWorker worker, SlotDeployment now) {
        store.place(slot, now);
        slot.fill(now);
        reservations.release(slot);
        open(slot, worker, now);
        about(LOG.atInfo(), slot, worker).addKeyValue("epoch", now.epoch()).log("runs");
        links.moved(slot);
    }

    private static void open(Slot slot, RegisteredWorker worker, SlotDeployment now) {
        slot.become(SlotPhase.RUNNING);
        slot.queue()
                .open(new DeliveryTarget(
                        worker.id(), worker.address(), worker.registered().key(), now.pipelineId()));
    }

    /** Events go to what fills the slot again; it may have been frozen, or its worker may have been away. */
    private void resume(Slot slot, SlotDeployment before) {
        RegisteredWorker worker = registry.find(before.workerId()).orElse(null);
        if (worker == null || (slot.phase() == SlotPhase.RUNNING && PlacementChecker.isSame(worker, before))) {
            return; // nothing has interrupted it
        }
        SlotDeployment where = before.in(worker.instance());
        try {
            calls.resume(worker, where.pipelineId(), where.epoch());
        } catch (WorkerCallException e) {
            failed(slot, worker, e);
            if (e.kind() == WorkerCallException.Kind.UNKNOWN) {
                fill(slot, worker.id());
            } else if (slot.phase() == SlotPhase.MOVING) {
                slot.become(SlotPhase.WAITING);
            }
            return;
        }
        if (!where.equals(before)) {
            store.place(slot, where);
            slot.fill(where);
        }
        open(slot, worker, where);
        links.moved(slot); // its worker's exchange may be elsewhere, and was unknown if the coordinator has restarted
        about(LOG.atInfo(), slot, worker).addKeyValue("epoch", where.epoch()).log("runs on");
    }

    /**
     * The worker is about to end: takes what the slot has there.
     *
     * @return whether it was taken
     */
    boolean handOver(Slot slot, RegisteredWorker worker) {
        SlotDeployment where = slot.where();
        if (slot.phase() == SlotPhase.GONE
                || where == null
                || !slot.isOn(worker.id())
                || !PlacementChecker.isSame(worker, where)) {
            return false;
        }
        slot.become(SlotPhase.WAITING);
        hold(slot);
        return freeze(slot, where, worker) != null;
    }

    /** Reads the state of what goes on, so that not much is lost when its worker is. Returns the version read. */
    @Nullable Long pull(Slot slot, @Nullable Long since) {
        SlotDeployment where = slot.where();
        RegisteredWorker worker =
                where == null ? null : registry.find(where.workerId()).orElse(null);
        if (where == null || worker == null || slot.phase() != SlotPhase.RUNNING || !isSettled(slot)) {
            return null;
        }
        try {
            Optional<byte[]> state =
                    calls.checkpoint(worker, where.pipelineId(), new CheckpointRequest(false, where.epoch(), since));
            if (state.isEmpty()) {
                return since;
            }
            return keep(slot, state.get()).version();
        } catch (WorkerCallException e) {
            failed(slot, worker, e);
            if (e.kind() == WorkerCallException.Kind.UNKNOWN) {
                fill(slot, worker.id()); // somebody has removed it there
            }
            return null;
        }
    }

    private CheckpointHeader keep(Slot slot, byte[] state) {
        store.checkpoint(slot, state);
        CheckpointHeader head = CheckpointHeader.of(state);
        slot.checkpointed(head.eventsProcessed());
        return head;
    }

    /** The slot's group is gone. */
    void remove(Slot slot) {
        slot.queue().close(new ApiException(404, "group_not_found", "the group " + slot.groupName() + " was deleted"));
        reservations.release(slot);
        SlotDeployment where = slot.where();
        slot.become(SlotPhase.GONE);
        if (where != null) {
            slot.fill(null);
            registry.find(where.workerId()).ifPresent(worker -> delete(worker, where));
        }
    }

    private void delete(RegisteredWorker worker, SlotDeployment old) {
        if (worker.isLost()) {
            leftovers.suspect(worker.id());
            return;
        }
        try {
            calls.delete(worker, old.pipelineId());
        } catch (WorkerCallException e) {
            leftovers.suspect(worker.id());
            LOG.atWarn()
                    .addKeyValue("worker", worker.id())
                    .addKeyValue("epoch", old.epoch())
                    .log("{} is removed there later: {}", old.pipelineId(), e.getMessage());
        }
    }

    private void hold(Slot slot) {
        try {
            slot.queue().hold().get(MAX_HOLD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // No more calls are begun in any case, and a worker drops what it has had already.
            LOG.atWarn()
                    .addKeyValue("group", slot.groupName())
                    .addKeyValue("pipeline", slot.name())
                    .log("a call in flight did not end in time: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the coordinator ends", e);
        }
    }

    /** Stops what fills the slot and stores its state; null when that is not to be had. */
    private byte @Nullable [] freeze(Slot slot, SlotDeployment where, RegisteredWorker worker) {
        CheckpointRequest request = new CheckpointRequest(true, where.epoch(), null);
        for (int i = 0; i < FREEZE_ATTEMPTS; i++) {
            try {
                byte[] state = calls.checkpoint(worker, where.pipelineId(), request)
                        .orElseThrow(() -> new WorkerCallException(
                                WorkerCallException.Kind.DECLINED, worker.id() + " gave no checkpoint"));
                keep(slot, state);
                return state;
            } catch (WorkerCallException e) {
                failed(slot, worker, e);
                if (e.kind() != WorkerCallException.Kind.SILENT) {
                    return null;
                }
            }
        }
        return null;
    }

    private void failed(Slot slot, RegisteredWorker worker, WorkerCallException e) {
        about(LOG.atWarn(), slot, worker).log("{}", e.getMessage());
        if (e.kind() == WorkerCallException.Kind.REFUSED) {
            registry.markLost(worker.id(), worker.registration());
        }
    }

    private static LoggingEventBuilder about(LoggingEventBuilder event, Slot slot, RegisteredWorker worker) {
        return event.addKeyValue("group", slot.groupName())
                .addKeyValue("pipeline", slot.name())
                .addKeyValue("worker", worker.id());
    }
}
