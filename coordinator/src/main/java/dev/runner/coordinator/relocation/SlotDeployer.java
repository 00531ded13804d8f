package dev.runner.coordinator.relocation;

import dev.runner.coordinator.client.WorkerCallException;
import dev.runner.coordinator.client.WorkerPipelineClient;
import dev.runner.coordinator.delivery.DeliveryTarget;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.groups.SlotWriter;
import dev.runner.coordinator.links.LinkPropagator;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.http.ApiException;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.PipelineView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Changes what runs in a slot on a worker that somebody else has chosen: holds the slot's events, freezes, reads and
 * stores its state, deploys, restores, switches over, deletes. Each step waits for the worker.
 *
 * <p>The store, the slot and its queue are switched together, and only after the worker has deployed and restored:
 * until then the deployment before can be resumed. A deployment that is left behind is an orphan, removed by {@link
 * OrphanDeploymentCleaner}.
 */
public final class SlotDeployer {

    private static final Logger LOG = LoggerFactory.getLogger("relocation");

    /** A call in flight ends within its time-out of 10 s. This bound is for a queue that fails to say so. */
    private static final Duration MAX_HOLD = Duration.ofSeconds(15);

    private static final int FREEZE_ATTEMPTS = 2;

    private final WorkerRegistry registry;
    private final CoordinatorStore store;
    private final WorkerPipelineClient client;
    private final LinkPropagator links;
    private final OrphanDeploymentCleaner orphans;
    private final BlockingWait wait;

    /** Creates a deployer whose threads wait for calls in flight. */
    public SlotDeployer(
            WorkerRegistry registry,
            CoordinatorStore store,
            WorkerPipelineClient client,
            LinkPropagator links,
            OrphanDeploymentCleaner orphans) {
        this(registry, store, client, links, orphans, BlockingWait.ON_THREAD);
    }

    /** Like the other, with a way to wait of its own, e.g. in simulated time. */
    public SlotDeployer(
            WorkerRegistry registry,
            CoordinatorStore store,
            WorkerPipelineClient client,
            LinkPropagator links,
            OrphanDeploymentCleaner orphans,
            BlockingWait wait) {
        this.registry = registry;
        this.store = store;
        this.client = client;
        this.links = links;
        this.orphans = orphans;
        this.wait = wait;
    }

    /** What to do when a worker declines a checkpoint. */
    enum StateLoss {
        /** Give up: the slot still runs elsewhere. */
        FORBIDDEN,
        /**
         * Start without state: the worker that had it is gone, and to run without is better than never to run again.
         */
        ACCEPTED
    }

    /** Holds the slot's events, and waits until no call is in flight. */
    void hold(SlotWriter writer) {
        try {
            wait.await(writer.queue().hold(), MAX_HOLD);
        } catch (TimeoutException | ExecutionException e) {
            // No further call begins in any case, and a worker drops events that it has already had.
            LOG.atWarn()
                    .addKeyValue("group", writer.slot().groupName())
                    .addKeyValue("pipeline", writer.slot().name())
                    .log("a call in flight did not end in time: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the coordinator is shutting down", e);
        }
    }

    /** The last state that was read of the slot; null: none. */
    byte @Nullable [] lastKnownState(Slot slot) {
        return store.checkpoint(slot);
    }

    /**
     * Deploys under a new epoch, restores the state, and switches the slot over when both succeeded.
     *
     * @param state a checkpoint; null: the pipeline starts empty
     * @return whether the slot runs on this worker now
     */
    boolean deploy(SlotWriter writer, RegisteredWorker worker, byte @Nullable [] state, StateLoss loss) {
        Slot slot = writer.slot();
        long epoch;
        try {
            epoch = store.nextEpoch();
        } catch (ApiException e) { // the store has told why
            return false;
        }
        writer.beginAttempt(epoch);
        try {
            DeployRequest request =
                    new DeployRequest(slot.name(), slot.pipeline().source(), slot.assignment(epoch), links.of(slot));
            PipelineView deployed = client.deploy(worker, request);
            if (state != null) {
                restore(slot, worker, deployed.id(), state, loss);
            }
            SlotDeployment deployment = new SlotDeployment(worker.id(), worker.instance(), deployed.id(), epoch);
            store.place(slot, deployment);
            writer.setDeployment(deployment);
            open(writer, worker, deployment);
            about(LOG.atInfo(), slot, worker).addKeyValue("epoch", epoch).log("runs");
            links.moved(slot);
            return true;
        } catch (WorkerCallException e) {
            orphans.suspect(worker.id());
            failed(slot, worker, e);
            return false;
        } finally {
            writer.endAttempt();
        }
    }

    private void restore(Slot slot, RegisteredWorker worker, String pipelineId, byte[] state, StateLoss loss)
            throws WorkerCallException {
        try {
            client.restore(worker, pipelineId, state);
        } catch (WorkerCallException e) {
            if (loss == StateLoss.FORBIDDEN || e.kind() != WorkerCallException.Kind.DECLINED) {
                throw e;
            }
            about(LOG.atError(), slot, worker)
                    .log("the worker declined the last known state, which is lost: {}", e.getMessage());
        }
    }

    private static void open(SlotWriter writer, RegisteredWorker worker, SlotDeployment deployment) {
        writer.enterPhase(SlotPhase.RUNNING);
        writer.queue()
                .open(new DeliveryTarget(
                        worker.id(),
                        worker.instance(),
                        worker.address(),
                        worker.registered().key(),
                        deployment.pipelineId()));
    }

    /**
     * Lets the deployment go on: it may have been frozen, or its worker may have been away.
     *
     * @throws WorkerCallException when the worker did not do it; already logged
     */
    void resume(SlotWriter writer, RegisteredWorker worker, SlotDeployment before) throws WorkerCallException {
        Slot slot = writer.slot();
        SlotDeployment deployment = before.inInstance(worker.instance());
        try {
            client.resume(worker, deployment.pipelineId(), deployment.epoch());
        } catch (WorkerCallException e) {
            failed(slot, worker, e);
            throw e;
        }
        if (!deployment.equals(before)) {
            store.place(slot, deployment);
            writer.setDeployment(deployment);
        }
        open(writer, worker, deployment);
        links.moved(slot); // the exchange of its worker may have moved; after a restart its address was unknown
        about(LOG.atInfo(), slot, worker)
                .addKeyValue("epoch", deployment.epoch())
                .log("runs on");
    }

    /** Stops the deployment, reads its state and stores it; null when the state cannot be had. */
    byte @Nullable [] freeze(SlotWriter writer, RegisteredWorker worker, SlotDeployment deployment) {
        CheckpointRequest request = new CheckpointRequest(true, deployment.epoch(), null);
        for (int i = 0; i < FREEZE_ATTEMPTS; i++) {
            try {
                byte[] state = client.checkpoint(worker, deployment.pipelineId(), request)
                        .orElseThrow(() -> new WorkerCallException(
                                WorkerCallException.Kind.DECLINED, worker.id() + " sent no checkpoint"));
                keep(writer, state, true);
                return state;
            } catch (ApiException e) { // it cannot be stored, and there is no memory for it: the slot stays
                about(LOG.atWarn(), writer.slot(), worker).log("{}", e.getMessage());
                return null;
            } catch (WorkerCallException e) {
                failed(writer.slot(), worker, e);
                if (e.kind() != WorkerCallException.Kind.SILENT) {
                    return null;
                }
            }
        }
        return null;
    }

    /**
     * Reads the state of a running deployment and stores it.
     *
     * @param since the version that is stored; null: none of this deployment
     * @return the version that is stored now; null when the checkpoint names none
     * @throws WorkerCallException when it could not be read; already logged
     * @throws ApiException 503 when it could not be kept
     */
    @Nullable Long pull(SlotWriter writer, RegisteredWorker worker, SlotDeployment deployment, @Nullable Long since)
            throws WorkerCallException {
        try {
            Optional<byte[]> state = client.checkpoint(
                    worker, deployment.pipelineId(), new CheckpointRequest(false, deployment.epoch(), since));
            return state.isEmpty() ? since : keep(writer, state.get(), false).version();
        } catch (WorkerCallException e) {
            failed(writer.slot(), worker, e);
            throw e;
        }
    }

    /** Whether the last state of a deployment is where it can be restored from. */
    enum StateWhereabouts {
        /** In the store, as far as it is known at all. */
        STORED,
        /** With its worker, which could not be asked for it now. */
        WITH_WORKER
    }

    /**
     * Stores the last state of a deployment whose worker has kept it, because nobody took it when its process ended.
     */
    StateWhereabouts storeKeptState(SlotWriter writer, SlotDeployment deployment) {
        Slot slot = writer.slot();
        RegisteredWorker worker = registry.find(deployment.workerId())
                .filter(found -> !found.isLost() && found.keeps(deployment.pipelineId()))
                .orElse(null);
        if (worker == null) {
            return StateWhereabouts.STORED;
        }
        try {
            CheckpointHeader header = keepNewer(writer, client.keptState(worker, deployment.pipelineId()));
            about(LOG.atInfo(), slot, worker)
                    .addKeyValue("epoch", deployment.epoch())
                    .log("has back the state that its worker kept, of {} events", header.eventsProcessed());
            return StateWhereabouts.STORED;
        } catch (WorkerCallException e) {
            failed(slot, worker, e);
            if (e.kind() != WorkerCallException.Kind.UNKNOWN && e.kind() != WorkerCallException.Kind.DECLINED) {
                return StateWhereabouts.WITH_WORKER;
            }
            about(LOG.atError(), slot, worker)
                    .log("the state that its worker kept cannot be had; what it accepted since its last checkpoint"
                            + " is lost");
            return StateWhereabouts.STORED;
        }
    }

    private CheckpointHeader keep(SlotWriter writer, byte[] state, boolean isLast) {
        store.checkpoint(writer.slot(), state);
        CheckpointHeader header = CheckpointHeader.of(state);
        writer.recordCheckpoint(header.eventsProcessed(), isLast);
        return header;
    }

    /** A worker may be killed after a newer state than the one that it keeps was taken from it. */
    private CheckpointHeader keepNewer(SlotWriter writer, byte[] kept) {
        byte[] before = store.checkpoint(writer.slot());
        CheckpointHeader stored = before == null ? CheckpointHeader.UNKNOWN : CheckpointHeader.of(before);
        if (stored.isNewerThan(CheckpointHeader.of(kept))) {
            writer.recordCheckpoint(stored.eventsProcessed(), true);
            return stored;
        }
        return keep(writer, kept, true);
    }

    /** Deletes a deployment that fills no slot any more, now or when its worker can be reached. */
    void delete(RegisteredWorker worker, SlotDeployment old) {
        if (worker.isLost()) {
            orphans.suspect(worker.id());
            return;
        }
        try {
            client.delete(worker, old.pipelineId());
        } catch (WorkerCallException e) {
            orphans.suspect(worker.id());
            LOG.atWarn()
                    .addKeyValue("worker", worker.id())
                    .addKeyValue("epoch", old.epoch())
                    .log("{} is deleted there later: {}", old.pipelineId(), e.getMessage());
        }
    }

    /** The deployment was replaced without a word from its worker, which may come back with it. */
    void abandon(SlotDeployment old) {
        orphans.suspect(old.workerId());
    }

    private void failed(Slot slot, RegisteredWorker worker, WorkerCallException e) {
        about(LOG.atWarn(), slot, worker).log("{}", e.getMessage());
        if (e.kind() == WorkerCallException.Kind.REFUSED) {
            registry.markLost(worker.id(), worker.registration());
        } else if (e.kind() == WorkerCallException.Kind.REPLACED) {
            registry.expectBack(worker.id(), worker.registration());
        }
    }

    private static LoggingEventBuilder about(LoggingEventBuilder event, Slot slot, RegisteredWorker worker) {
        return event.addKeyValue("group", slot.groupName())
                .addKeyValue("pipeline", slot.name())
                .addKeyValue("worker", worker.id());
    }
}
