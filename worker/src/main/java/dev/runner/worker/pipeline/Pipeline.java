package dev.runner.worker.pipeline;

import dev.runner.http.ApiException;
import dev.runner.language.Program;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.Links;
import dev.runner.protocol.PipelineState;
import dev.runner.protocol.PipelineView;
import dev.runner.worker.events.EventBatch;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A deployment of a program. All its state changes under one lock, so that a checkpoint is a consistent snapshot: an
 * event is in all parts of it, or in none. Thread-safe.
 */
public final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger("pipeline");

    private final Object lock = new Object();
    private final DeploymentIdentity deployment;
    private final PipelineHooks hooks;
    private final Clock clock;
    private final List<PipelineListener> listeners = new CopyOnWriteArrayList<>();

    private final CheckpointedState memory;
    private final OutputForwarder egress;
    private final EventProcessor processor;
    private final WindowTimer timer;
    private PipelineState state = PipelineState.RUNNING;
    private boolean removed;

    Pipeline(DeploymentIdentity deployment, Program program, PipelineHooks hooks, Clock clock, IdBudget budget) {
        this.deployment = deployment;
        this.hooks = hooks;
        this.clock = clock;
        this.memory = new CheckpointedState(deployment.id(), program, budget);
        this.egress = new OutputForwarder(deployment, memory);
        this.processor = new EventProcessor(deployment, memory, egress, listeners);
        this.timer = new WindowTimer(this, hooks);
    }

    public String id() {
        return deployment.id();
    }

    public String name() {
        return deployment.name();
    }

    public @Nullable Assignment assignment() {
        return deployment.assignment();
    }

    DeploymentIdentity deployment() {
        return deployment;
    }

    /**
     * Processes events in order, until the outbox or the response is full.
     *
     * @param collecting whether the caller wants their outputs
     * @throws ApiException 404 when it was removed, 409 when it is frozen, 503 when not even the first event was taken
     */
    public BatchResult accept(EventBatch batch, boolean collecting) {
        BatchResult taken = new BatchResult(batch.size(), collecting);
        synchronized (lock) {
            requireRunning();
            processor.accept(batch, clock.millis(), taken);
            if (taken.processed() > 0) {
                hooks.processed(taken.processed());
                afterOutputs();
            }
        }
        return taken;
    }

    private void afterOutputs() {
        if (!memory.outbox().isEmpty()) {
            hooks.outboxChanged(this);
        }
        watchTime();
    }

    private void watchTime() {
        long due = memory.run().nextDeadline();
        if (timer.isLaterThan(due)) {
            timer.watch(due, clock.millis());
        }
    }

    /** Fires the windows that have ended, when this is the time that was requested last. */
    public void fireDueWindows(long at) {
        synchronized (lock) {
            if (!timer.isUp(at) || removed || state == PipelineState.FROZEN) {
                return; // resume() schedules the windows again
            }
            long now = clock.millis();
            if (memory.outbox().isFull(true)) {
                timer.waitForRoom(now);
                return;
            }
            if (memory.run().nextDeadline() <= now) {
                processor.advance(now);
            }
            afterOutputs();
        }
    }

    /**
     * Writes its state, as the response that a client gets.
     *
     * @return null when nothing has changed since the version in the request
     * @throws ApiException 404 when it was removed, 409 when another deployment is meant
     */
    public byte @Nullable [] checkpoint(CheckpointRequest request) {
        synchronized (lock) {
            requireNotRemoved();
            if (request.epoch() != null) {
                deployment.requireEpoch(request.epoch());
            }
            if (Boolean.TRUE.equals(request.freeze())) {
                become(PipelineState.FROZEN);
            }
            Long since = request.since();
            return since != null && since == memory.version() ? null : memory.checkpoint(id());
        }
    }

    /**
     * Replaces its state by the checkpoint.
     *
     * @throws ApiException 400 {@code bad_checkpoint} when it is of another program; nothing has changed then
     */
    public void restore(Checkpoint checkpoint) {
        synchronized (lock) {
            requireNotRemoved();
            memory.restore(checkpoint);
            egress.aim();
            afterOutputs();
        }
        deployment.told(LOG.atInfo()).log("restored {} from a checkpoint", name());
    }

    /** Ends the freeze. */
    public void resume(long epoch) {
        synchronized (lock) {
            requireNotRemoved();
            deployment.requireEpoch(epoch);
            become(PipelineState.RUNNING);
            afterOutputs();
        }
    }

    private void become(PipelineState next) {
        if (state != next) {
            state = next;
            String word = next.name().toLowerCase(Locale.ROOT);
            listeners.forEach(listener -> listener.state(word));
            deployment.told(LOG.atInfo()).log("{} is {}", name(), word);
        }
    }

    /** Sends outputs where these links say, unless it has newer ones. */
    public void link(long epoch, Links links) {
        DeployLimits.check(links);
        synchronized (lock) {
            requireNotRemoved();
            deployment.requireEpoch(epoch);
            use(links);
        }
    }

    void use(Links links) {
        synchronized (lock) {
            if (egress.use(links) && !memory.outbox().isEmpty()) {
                hooks.outboxChanged(this);
            }
        }
    }

    /** The targets that it has events for, or has had. */
    public List<String> slots() {
        synchronized (lock) {
            return List.copyOf(memory.outbox().slots());
        }
    }

    /** The next delivery to this target; null: nothing to send, or not now. */
    public @Nullable OutboxBatch nextDelivery(String slot) {
        synchronized (lock) {
            return removed || state == PipelineState.FROZEN
                    ? null
                    : memory.outbox().next(slot);
        }
    }

    /** The target has taken the first so many events. */
    public void delivered(OutboxBatch delivery, int count) {
        synchronized (lock) {
            egress.delivered(delivery, count);
        }
    }

    /** The delay in milliseconds before {@link #retry}; negative when the delivery is outdated. */
    public long deliveryFailed(OutboxBatch delivery) {
        synchronized (lock) {
            return removed ? -1 : memory.outbox().failed(delivery);
        }
    }

    /** The target rejects the events as such. */
    public void deliveryRefused(OutboxBatch delivery, String reason) {
        synchronized (lock) {
            egress.refused(delivery, reason);
        }
    }

    /** The delay after a failure is over. */
    public void retry(OutboxBatch delivery) {
        synchronized (lock) {
            memory.outbox().pauseOver(delivery);
        }
    }

    /** Notifies this listener of everything from now on, until the pipeline is removed. */
    public void listen(PipelineListener listener) {
        synchronized (lock) {
            requireNotRemoved();
            listeners.add(listener);
            listener.state(state.name().toLowerCase(Locale.ROOT));
        }
    }

    public void forget(PipelineListener listener) {
        listeners.remove(listener);
    }

    void remove() {
        synchronized (lock) {
            removed = true;
            memory.release();
            listeners.forEach(listener -> listener.state("removed"));
            listeners.clear();
        }
    }

    public PipelineView view() {
        synchronized (lock) {
            return new PipelineView(id(), name(), state, memory.eventsProcessed(), assignment());
        }
    }

    public PipelineMetrics figures() {
        synchronized (lock) {
            return new PipelineMetrics(
                    id(),
                    deployment.pipeline(),
                    deployment.group(),
                    memory.version(),
                    memory.eventsProcessed(),
                    processor.events(),
                    processor.outputs(),
                    processor.duplicates(),
                    processor.failures(),
                    egress.droppedHops(),
                    egress.undeliverable(),
                    memory.run().forgotten(),
                    memory.run().dropped(),
                    memory.outbox().size());
        }
    }

    private void requireNotRemoved() {
        if (removed) {
            throw PipelineRegistry.notFound(id());
        }
    }

    private void requireRunning() {
        requireNotRemoved();
        if (state == PipelineState.FROZEN) {
            throw new ApiException(
                    409,
                    "pipeline_frozen",
                    "pipeline " + id() + " is being moved; send the event to where it runs next");
        }
    }
}
