package dev.runner.worker.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.language.Event;
import dev.runner.language.Program;
import dev.runner.language.Run;
import dev.runner.member.http.ApiException;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.Limits;
import dev.runner.protocol.LinkTarget;
import dev.runner.protocol.Links;
import dev.runner.protocol.PipelineState;
import dev.runner.protocol.PipelineView;
import dev.runner.worker.events.EventBatch;
import dev.runner.worker.events.EventJson;
import dev.runner.worker.events.EventWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One deployment of a program. What it remembers (the program's run, the ids that it has seen, its outbox) changes under
 * one lock, so that a checkpoint is one moment of all three: an event is in none of them, or in all.
 */
public final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger("pipeline");

    /** A longer wait for a window's end is made in parts, so that a removed pipeline is not kept in memory by it. */
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private static final long WAIT_FOR_ROOM_MILLIS = 100;
    private static final int WARN_EVERY = 1_000;

    private final Object lock = new Object();
    private final String worker;
    private final String id;
    private final String name;
    private final String source;
    private final @Nullable Assignment assignment;
    private final PipelineHooks hooks;
    private final Clock clock;
    private final List<PipelineListener> listeners = new CopyOnWriteArrayList<>();
    private final Consumer<Event> outputs = this::output;

    private final Run run;
    private final Outbox outbox;
    private final Router router = new Router();
    private SeenIds seen = new SeenIds();
    private PipelineState state = PipelineState.RUNNING;
    private boolean removed;
    private long version;
    private long eventsProcessed;

    private @Nullable Intake intake;
    private int hops;
    private int hopsOfWindows;
    private long timerAt = Run.NEVER;

    private long events;
    private long outputCount;
    private long duplicates;
    private long failures;
    private long droppedHops;
    private long undeliverable;

    Pipeline(
            String worker,
            String id,
            String name,
            String source,
            Program program,
            @Nullable Assignment assignment,
            PipelineHooks hooks,
            Clock clock) {
        this.worker = worker;
        this.id = id;
        this.name = name;
        this.source = source;
        this.assignment = assignment;
        this.hooks = hooks;
        this.clock = clock;
        this.run = program.start();
        this.outbox = new Outbox(id);
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    String source() {
        return source;
    }

    public @Nullable Assignment assignment() {
        return assignment;
    }

    /**
     * Takes events in, in order, until its outbox is full.
     *
     * @param collecting whether the caller wants their outputs
     * @throws ApiException 404 when it was removed, 409 when it is frozen, 503 when not even the first event was taken in
     */
    public Intake accept(EventBatch batch, boolean collecting) {
        Intake taken = new Intake(batch.size(), collecting);
        synchronized (lock) {
            requireRunning();
            long now = clock.millis();
            intake = taken;
            int next = 0;
            while (next < batch.size() && take(batch, next, now, taken)) {
                next++;
            }
            intake = null;
            afterIntake(batch, taken);
        }
        return taken;
    }

    private boolean take(EventBatch batch, int index, long now, Intake taken) {
        hops = batch.hops(index);
        if (outbox.isFull(hops > 0)) {
            return false;
        }
        String eventId = batch.id(index);
        boolean isNew = eventId == null || seen.add(eventId);
        if (isNew) {
            hopsOfWindows = Math.max(hopsOfWindows, hops);
            process(batch.event(index), now);
        }
        taken.taken(!isNew);
        return true;
    }

    /** A program does not fail; if one does, for a mistake of ours, the events after this one are not to wait for it. */
    private void process(Event event, long now) {
        try {
            run.accept(event, now, outputs);
        } catch (RuntimeException e) {
            failures++;
            if (failures % WARN_EVERY == 1) {
                told(LOG.atError()).setCause(e).log("the program failed at an event of type {}", event.type());
            }
        }
    }

    private void afterIntake(EventBatch batch, Intake taken) {
        if (taken.accepted() == 0 && batch.size() > 0) {
            throw new ApiException(
                    503,
                    "outbox_full",
                    outbox.size() + " outputs of pipeline " + id
                            + " wait for other pipelines; send the event again later");
        }
        events += taken.accepted();
        duplicates += taken.duplicates();
        int processed = taken.processed();
        if (processed > 0) {
            eventsProcessed += processed;
            version++;
            hooks.processed(processed);
            afterOutputs();
        }
    }

    private void afterOutputs() {
        if (!outbox.isEmpty()) {
            hooks.outboxChanged(this);
        }
        watchTime();
    }

    private void output(Event event) {
        outputCount++;
        if (intake != null) {
            intake.output(event);
        }
        if (!listeners.isEmpty()) {
            listeners.forEach(listener -> listener.output(event));
        }
        String slot = router.slot(event);
        if (slot == null) {
            return;
        }
        if (hops < Limits.HOPS) {
            outbox.add(slot, event, hops + 1);
        } else {
            droppedHops++;
            if (droppedHops % WARN_EVERY == 1) {
                told(LOG.atWarn())
                        .log(
                                "an output of type {} was dropped: routes have carried on what it came of {} times; do they lead in a circle?",
                                event.type(),
                                hops);
            }
        }
    }

    private void watchTime() {
        long due = run.nextDeadline();
        if (due < timerAt) {
            timerAt = Math.min(due, clock.millis() + LONGEST_WAIT_MILLIS);
            hooks.callAt(this, timerAt);
        }
    }

    /** Fires the windows whose time is over, when this is the time that was asked for last. */
    public void timeIsUp(long at) {
        synchronized (lock) {
            if (at != timerAt) {
                return;
            }
            timerAt = Run.NEVER;
            if (removed || state == PipelineState.FROZEN) {
                return; // resume() looks at the time again
            }
            long now = clock.millis();
            if (outbox.isFull(true)) {
                timerAt = now + WAIT_FOR_ROOM_MILLIS;
                hooks.callAt(this, timerAt);
                return;
            }
            if (run.nextDeadline() <= now) {
                advance(now);
            }
            afterOutputs();
        }
    }

    private void advance(long now) {
        hops = hopsOfWindows;
        hopsOfWindows = 0;
        version++;
        try {
            run.advance(now, outputs);
        } catch (RuntimeException e) {
            failures++;
            told(LOG.atError()).setCause(e).log("the program failed when a window's time was over");
        }
    }

    /**
     * Writes what it remembers, within the answer that a client gets.
     *
     * @return null when nothing has changed since the version that the request names
     * @throws ApiException 404 when it was removed, 409 when another deployment is meant
     */
    public byte @Nullable [] checkpoint(CheckpointRequest request) {
        synchronized (lock) {
            requireThere();
            if (request.epoch() != null) {
                requireEpoch(request.epoch());
            }
            if (Boolean.TRUE.equals(request.freeze())) {
                become(PipelineState.FROZEN);
            }
            Long since = request.since();
            return since != null && since == version ? null : written();
        }
    }

    private byte[] written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = EventJson.generator(bytes)) {
            out.writeStartObject();
            out.writeStringField("pipeline_id", id);
            figures(out);
            out.writeObjectFieldStart("checkpoint");
            figures(out);
            out.writeFieldName("run");
            EventWriter.value(out, run.checkpoint());
            out.writeFieldName("seen");
            seen.write(out);
            out.writeFieldName("outbox");
            outbox.write(out);
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no I/O in an array
        }
        return bytes.toByteArray();
    }

    private void figures(JsonGenerator out) throws IOException {
        out.writeNumberField("version", version);
        out.writeNumberField("events_processed", eventsProcessed);
    }

    /**
     * Remembers what the checkpoint says, and nothing else. Its version is the checkpoint's from then on, so that what was
     * just restored is not read again, or a higher one, when it has been at that version before.
     *
     * @throws ApiException 400 {@code bad_checkpoint} when it is one of another program; nothing has changed then
     */
    public void restore(Checkpoint checkpoint) {
        synchronized (lock) {
            requireThere();
            try {
                run.restore(checkpoint.run());
            } catch (IllegalArgumentException e) {
                throw new ApiException(
                        400, "bad_checkpoint", "the checkpoint does not fit the program: " + e.getMessage());
            }
            seen = checkpoint.seen();
            outbox.replace(checkpoint.outbox());
            aim();
            version = Math.max(version + 1, checkpoint.version());
            eventsProcessed = checkpoint.eventsProcessed();
            afterOutputs();
        }
        told(LOG.atInfo()).log("restored {} from a checkpoint", name);
    }

    /** Takes events again. */
    public void resume(long epoch) {
        synchronized (lock) {
            requireThere();
            requireEpoch(epoch);
            become(PipelineState.RUNNING);
            afterOutputs();
        }
    }

    private void become(PipelineState next) {
        if (state != next) {
            state = next;
            String word = next.name().toLowerCase(Locale.ROOT);
            listeners.forEach(listener -> listener.state(word));
            told(LOG.atInfo()).log("{} is {}", name, word);
        }
    }

    /** Sends outputs where these links say, if they are not older than those that it has. */
    public void link(long epoch, Links links) {
        DeployLimits.check(links);
        synchronized (lock) {
            requireThere();
            requireEpoch(epoch);
            use(links);
        }
    }

    void use(Links links) {
        synchronized (lock) {
            if (links.version() > router.version()) {
                router.use(links);
                aim();
                if (!outbox.isEmpty()) {
                    hooks.outboxChanged(this);
                }
            }
        }
    }

    private void aim() {
        router.links().links().forEach(link -> {
            for (LinkTarget replica : link.replicas()) {
                outbox.aim(replica);
            }
        });
    }

    /** The places that it has something for, or has had. */
    public List<String> slots() {
        synchronized (lock) {
            return List.copyOf(outbox.slots());
        }
    }

    /** What to send to this place now; null where there is nothing, or it cannot be sent now. */
    public @Nullable Delivery nextDelivery(String slot) {
        synchronized (lock) {
            return removed || state == PipelineState.FROZEN ? null : outbox.next(slot);
        }
    }

    /** The target has the first of them. */
    public void delivered(Delivery delivery, int count) {
        synchronized (lock) {
            if (outbox.accepted(delivery, count)) {
                version++;
            }
        }
    }

    /** How long to wait before {@link #retry}, in milliseconds; negative when nobody waits for this delivery any more. */
    public long deliveryFailed(Delivery delivery) {
        synchronized (lock) {
            return removed ? -1 : outbox.failed(delivery);
        }
    }

    /** The target does not take them, however often they are sent. */
    public void deliveryRefused(Delivery delivery, String reason) {
        synchronized (lock) {
            if (outbox.refused(delivery)) {
                version++;
                undeliverable++;
                if (undeliverable % WARN_EVERY == 1) {
                    told(LOG.atWarn()).log("{} does not take an output, which is dropped: {}", delivery.slot(), reason);
                }
            }
        }
    }

    /** The pause after a failure is over. */
    public void retry(Delivery delivery) {
        synchronized (lock) {
            outbox.pauseOver(delivery);
        }
    }

    /** Tells this listener all that comes from now on, until it is removed. */
    public void listen(PipelineListener listener) {
        synchronized (lock) {
            requireThere();
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
            listeners.forEach(listener -> listener.state("removed"));
            listeners.clear();
        }
    }

    public PipelineView view() {
        synchronized (lock) {
            return new PipelineView(id, name, state, eventsProcessed, assignment);
        }
    }

    public PipelineFigures figures() {
        synchronized (lock) {
            return new PipelineFigures(
                    id,
                    assignment == null ? name : assignment.pipeline(),
                    assignment == null ? null : assignment.groupName(),
                    version,
                    eventsProcessed,
                    events,
                    outputCount,
                    duplicates,
                    failures,
                    droppedHops,
                    undeliverable,
                    run.forgotten(),
                    run.dropped(),
                    outbox.size());
        }
    }

    private void requireThere() {
        if (removed) {
            throw Pipelines.notFound(id);
        }
    }

    private void requireRunning() {
        requireThere();
        if (state == PipelineState.FROZEN) {
            throw new ApiException(
                    409, "pipeline_frozen", "pipeline " + id + " is being moved; send the event to where it runs next");
        }
    }

    /** One that was deployed by hand has epoch 0. */
    private void requireEpoch(long epoch) {
        long own = assignment == null ? 0 : assignment.epoch();
        if (epoch != own) {
            throw new ApiException(
                    409, "stale_epoch", "pipeline " + id + " has epoch " + own + ", but " + epoch + " was meant");
        }
    }

    /** With what the log's reader may look for. */
    LoggingEventBuilder told(LoggingEventBuilder line) {
        Assignment place = assignment;
        LoggingEventBuilder said = place == null
                ? line.addKeyValue("pipeline", name)
                : line.addKeyValue("group", place.groupName())
                        .addKeyValue("pipeline", place.pipeline())
                        .addKeyValue("epoch", place.epoch());
        return said.addKeyValue("id", id).addKeyValue("worker", worker);
    }
}
