package dev.runner.worker.pipeline;

import dev.runner.http.ApiException;
import dev.runner.language.Event;
import dev.runner.worker.events.EventBatch;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds events to the program, and its outputs to the response, the listeners and the outbox. Guarded by its pipeline.
 */
final class EventProcessor {

    private static final Logger LOG = LoggerFactory.getLogger("pipeline");
    private static final int WARN_EVERY = 1_000;

    private final DeploymentIdentity deployment;
    private final CheckpointedState state;
    private final OutputForwarder egress;
    private final List<PipelineListener> listeners;
    private final Consumer<Event> outputs = this::output;

    private @Nullable BatchResult intake;
    private int hops;
    private int hopsOfWindows;

    private long events;
    private long outputCount;
    private long duplicates;
    private long failures;

    EventProcessor(
            DeploymentIdentity deployment,
            CheckpointedState state,
            OutputForwarder egress,
            List<PipelineListener> listeners) {
        this.deployment = deployment;
        this.state = state;
        this.egress = egress;
        this.listeners = listeners;
    }

    long events() {
        return events;
    }

    long outputs() {
        return outputCount;
    }

    long duplicates() {
        return duplicates;
    }

    long failures() {
        return failures;
    }

    /**
     * Processes events in order, until the outbox, the state or the response is full.
     *
     * @throws ApiException 503 when not even the first event was taken
     */
    void accept(EventBatch batch, long now, BatchResult taken) {
        intake = taken;
        try {
            int next = 0;
            while (next < batch.size() && take(batch, next, now, taken)) {
                next++;
            }
        } finally {
            intake = null;
            count(taken);
        }
        if (taken.accepted() == 0 && batch.size() > 0) {
            if (!state.outbox().isFull(hops > 0)) {
                throw state.fullness();
            }
            throw new ApiException(
                    503,
                    "outbox_full",
                    state.outbox().size() + " outputs of pipeline " + deployment.id()
                            + " wait for other pipelines; send the event again later");
        }
    }

    private boolean take(EventBatch batch, int index, long now, BatchResult taken) {
        hops = batch.hops(index);
        if (taken.isFull() || state.outbox().isFull(hops > 0) || state.isFull(hops > 0)) {
            return false;
        }
        String eventId = batch.id(index);
        boolean isNew = eventId == null || state.isNew(eventId);
        if (isNew) {
            hopsOfWindows = Math.max(hopsOfWindows, hops);
            process(batch.event(index), now);
        }
        taken.taken(!isNew);
        return true;
    }

    /**
     * A program does not fail; if one does, by an error in the language, the events after this one must not wait for
     * it: its sender would repeat it for ever.
     */
    private void process(Event event, long now) {
        try {
            state.run().accept(event, now, outputs);
        } catch (RuntimeException | StackOverflowError e) {
            if (failures++ % WARN_EVERY == 0) {
                deployment
                        .told(LOG.atError())
                        .setCause(e)
                        .log("the program failed at an event of type {}", event.type());
            }
        }
    }

    private void count(BatchResult taken) {
        events += taken.accepted();
        duplicates += taken.duplicates();
        if (taken.processed() > 0) {
            state.processed(taken.processed());
        }
    }

    /** Fires the windows that have ended. */
    void advance(long now) {
        hops = hopsOfWindows;
        hopsOfWindows = 0;
        state.changed();
        try {
            state.run().advance(now, outputs);
        } catch (RuntimeException | StackOverflowError e) {
            failures++;
            deployment.told(LOG.atError()).setCause(e).log("the program failed when a window ended");
        }
    }

    private void output(Event event) {
        outputCount++;
        if (intake != null) {
            intake.output(event);
        }
        egress.output(event, hops);
        if (!listeners.isEmpty()) {
            listeners.forEach(listener -> listener.output(event)); // last: if one throws, the output is kept
        }
    }
}
