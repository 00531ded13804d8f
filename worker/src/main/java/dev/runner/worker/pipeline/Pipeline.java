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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A deployment of a program. Everything that reads or changes its state is a task of its {@link PipelineQueue}, one at
 * a time and in order. So a checkpoint is a consistent snapshot: an event is in all parts of it, or in none. Nobody
 * waits for a pipeline: results come by futures, and what can be seen of it ({@link #view}, {@link #figures}) is of its
 * last task. Thread-safe.
 */
public final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger("pipeline");

    /** The last state that a listener is told. */
    private static final String REMOVED = "removed";

    private final DeploymentIdentity deployment;
    private final PipelineQueue queue;
    private final PipelineHooks hooks;
    private final Clock clock;
    private final List<PipelineListener> listeners = new CopyOnWriteArrayList<>();

    private final CheckpointedState memory;
    private final OutputForwarder egress;
    private final EventProcessor processor;
    private final WindowTimer timer;
    private volatile PipelineState state = PipelineState.RUNNING;
    private volatile PipelineMetrics figures;
    private volatile boolean removed;
    private volatile boolean ending;

    Pipeline(
            DeploymentIdentity deployment,
            Program program,
            @Nullable Links links,
            PipelineQueue queue,
            PipelineHooks hooks,
            Clock clock,
            IdBudget ids,
            StateBudget states) {
        this.deployment = deployment;
        this.queue = queue;
        this.hooks = hooks;
        this.clock = clock;
        this.memory = new CheckpointedState(deployment.id(), program, ids, states);
        this.egress = new OutputForwarder(deployment, memory);
        this.processor = new EventProcessor(deployment, memory, egress, listeners);
        this.timer = new WindowTimer(this, hooks);
        if (links != null) {
            egress.use(links);
        }
        this.figures = measure();
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
     * @param bytes that the events take, about
     * @param collecting whether the caller wants their outputs
     * @return fails with an {@link ApiException}: 404 when it was removed, 409 when it is frozen, 503 when not even the
     *     first event was taken
     * @throws ApiException 503 when too many events wait already
     */
    public CompletableFuture<BatchResult> accept(EventBatch batch, int bytes, boolean collecting) {
        return queue.compute(bytes, () -> {
            BatchResult taken = new BatchResult(batch.size(), collecting);
            published(() -> take(batch, taken));
            return taken;
        });
    }

    private void take(EventBatch batch, BatchResult taken) {
        requireNotFrozen();
        processor.accept(batch, clock.millis(), taken);
        if (taken.processed() > 0) {
            hooks.processed(taken.processed());
            afterOutputs();
        }
    }

    /** Runs a part of a task, and shows what it has changed before the task's result is known. */
    private void published(Runnable part) {
        try {
            part.run();
        } finally {
            figures = measure();
        }
    }

    /** A command that changes the pipeline. */
    private CompletableFuture<PipelineView> change(Runnable change) {
        return queue.command(() -> {
            published(change);
            return view();
        });
    }

    /** A task of the worker itself. */
    private void run(Runnable task) {
        CompletableFuture<?> unused = queue.run(() -> published(task));
    }

    private void afterOutputs() {
        deliverAll();
        watchTime();
    }

    private void deliverAll() {
        if (!memory.outbox().isEmpty()) {
            memory.outbox().slots().forEach(this::deliver);
        }
    }

    /** Sends what waits for this target, unless a delivery or a delay is in progress. */
    private void deliver(String slot) {
        if (removed || state == PipelineState.FROZEN) {
            return; // resume() sends it
        }
        OutboxBatch next = memory.outbox().next(slot);
        if (next != null) {
            hooks.deliver(this, next);
        }
    }

    private void watchTime() {
        long due = memory.run().nextDeadline();
        if (timer.isLaterThan(due)) {
            timer.watch(due, clock.millis());
        }
    }

    /** Fires the windows that have ended, when this is the time that was requested last. */
    public void fireDueWindows(long at) {
        run(() -> {
            if (!timer.isUp(at) || state == PipelineState.FROZEN) {
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
        });
    }

    /**
     * Writes its state, as the response that a client gets.
     *
     * @return empty when nothing has changed since the version in the request; fails with an {@link ApiException}: 404
     *     when it was removed, 409 when another deployment is meant, or one that is not frozen
     * @throws ApiException 503 when too many commands wait already
     */
    public CompletableFuture<Optional<byte[]>> checkpoint(CheckpointRequest request) {
        return queue.command(() -> {
            if (request.epoch() != null) {
                deployment.requireEpoch(request.epoch());
            }
            if (Boolean.TRUE.equals(request.freeze())) {
                become(PipelineState.FROZEN);
            } else if (request.freeze() != null) {
                requireNotFrozen();
            }
            Long since = request.since();
            return since != null && since == memory.version() ? Optional.empty() : Optional.of(memory.checkpoint(id()));
        });
    }

    /**
     * Replaces its state by the checkpoint.
     *
     * @param bytes of the checkpoint
     * @return fails with an {@link ApiException}: 400 {@code bad_checkpoint} when it is of another program; nothing has
     *     changed then; 503 when there is no memory for it
     * @throws ApiException 503 when too many commands wait already
     */
    public CompletableFuture<PipelineView> restore(Checkpoint checkpoint, int bytes) {
        return change(() -> {
            requireNotEnding(); // what was kept of it would be older
            memory.requireRoomFor(bytes);
            memory.restore(checkpoint);
            egress.aim();
            afterOutputs();
            deployment.told(LOG.atInfo()).log("restored {} from a checkpoint", name());
        });
    }

    /**
     * Ends the freeze.
     *
     * @throws ApiException 503 when too many commands wait already
     */
    public CompletableFuture<PipelineView> resume(long epoch) {
        return change(() -> {
            deployment.requireEpoch(epoch);
            requireNotEnding();
            become(PipelineState.RUNNING);
            afterOutputs();
        });
    }

    private void become(PipelineState next) {
        if (state != next) {
            state = next;
            listeners.forEach(listener -> listener.state(word(next)));
            deployment.told(LOG.atInfo()).log("{} is {}", name(), word(next));
        }
    }

    private static String word(PipelineState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Sends outputs where these links say, unless it has newer ones.
     *
     * @throws ApiException 503 when too many commands wait already
     */
    public CompletableFuture<PipelineView> link(long epoch, Links links) {
        DeployLimits.check(links);
        return change(() -> {
            deployment.requireEpoch(epoch);
            follow(links);
        });
    }

    /** The same for events that come from now on, without an answer. */
    void use(Links links) {
        run(() -> follow(links));
    }

    private void follow(Links links) {
        if (egress.use(links)) {
            deliverAll();
        }
    }

    /** The target has taken the first so many events. */
    public void delivered(OutboxBatch delivery, int count) {
        run(() -> {
            egress.delivered(delivery, count);
            deliver(delivery.slot());
        });
    }

    /** The target rejects the events as such. */
    public void deliveryRefused(OutboxBatch delivery, String reason) {
        run(() -> {
            egress.refused(delivery, reason);
            deliver(delivery.slot());
        });
    }

    /**
     * The target did not get the events, or cannot take them now.
     *
     * @param again is given the delay in milliseconds before {@link #retry}, unless the delivery is outdated
     */
    public void deliveryFailed(OutboxBatch delivery, LongConsumer again) {
        run(() -> {
            long millis = memory.outbox().failed(delivery);
            if (millis < 0) {
                deliver(delivery.slot()); // the target has moved meanwhile
            } else {
                again.accept(millis);
            }
        });
    }

    /** The delay after a failure is over. */
    public void retry(OutboxBatch delivery) {
        run(() -> {
            memory.outbox().pauseOver(delivery);
            deliver(delivery.slot());
        });
    }

    /** Notifies this listener of its state, and of everything from then on, until the pipeline is removed. */
    public void listen(PipelineListener listener) {
        CompletableFuture<?> unused = queue.run(() -> {
                    listeners.add(listener);
                    listener.state(word(state));
                })
                .whenComplete((done, closed) -> {
                    if (closed != null) {
                        listener.state(REMOVED);
                    }
                });
    }

    public void forget(PipelineListener listener) {
        CompletableFuture<?> unused = queue.run(() -> listeners.remove(listener));
    }

    /**
     * Refuses what waits, and what comes. Returns at once; what the pipeline remembers is given up when the task that
     * runs has ended.
     */
    void remove() {
        removed = true;
        CompletableFuture<?> unused = queue.close(PipelineRegistry.notFound(id()), () -> {
            memory.release();
            listeners.forEach(listener -> listener.state(REMOVED));
            listeners.clear();
        });
    }

    /** Takes no event after those that wait, for good, because its worker ends. */
    void freezeForGood() {
        ending = true;
        run(() -> become(PipelineState.FROZEN));
    }

    /** Its state after the tasks that wait, as a checkpoint. */
    public CompletableFuture<byte[]> lastingState() {
        CompletableFuture<byte[]> state = new CompletableFuture<>();
        CompletableFuture<?> unused = queue.run(() -> state.complete(memory.checkpoint(id())))
                .whenComplete((done, closed) -> state.completeExceptionally(
                        closed == null ? new IllegalStateException("its state cannot be written") : closed));
        return state;
    }

    /** Refuses what waits, and what comes, for good. */
    StoppedPipeline stop(ApiException reason) {
        return new StoppedPipeline(this, queue.close(reason, () -> figures = measure()));
    }

    /** Its state after its last task; not to be asked before. */
    byte[] lastState() {
        return memory.checkpoint(id());
    }

    public PipelineView view() {
        return new PipelineView(id(), name(), state, figures.eventsProcessed(), assignment());
    }

    public PipelineMetrics figures() {
        return figures;
    }

    private PipelineMetrics measure() {
        memory.account();
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
                memory.outbox().size(),
                memory.bytes());
    }

    private void requireNotEnding() {
        if (ending) {
            throw PipelineRegistry.stopping();
        }
    }

    private void requireNotFrozen() {
        if (state == PipelineState.FROZEN) {
            throw new ApiException(
                    409,
                    "pipeline_frozen",
                    "pipeline " + id() + " is being moved; send the event to where it runs next");
        }
    }
}
