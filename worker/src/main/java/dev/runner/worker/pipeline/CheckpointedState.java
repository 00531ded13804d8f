package dev.runner.worker.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.http.ApiException;
import dev.runner.http.json.JsonStreaming;
import dev.runner.language.Event;
import dev.runner.language.Program;
import dev.runner.language.ProgramRun;
import dev.runner.worker.events.EventWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The state that moves with a pipeline: the program's run, the ids that it has seen, and its outbox. Guarded by its
 * pipeline, so that a checkpoint is one moment of all three.
 */
final class CheckpointedState {

    private static final int BYTES_PER_OBJECT = 32;
    private static final int OBJECTS_PER_OUTPUT = 8;

    /** Bytes of a checkpoint besides what {@link #bytes} counts; ids that were seen may be more. */
    private static final int OTHER_BYTES = 4 << 10;

    private final String pipelineId;
    private final IdBudget budget;
    private final StateBudget.Share share;
    private final long most;
    private final ProgramRun run;
    private final Outbox outbox;
    private SeenIds seen;
    private long version;
    private long eventsProcessed;

    CheckpointedState(String pipelineId, Program program, IdBudget budget, StateBudget states) {
        this.pipelineId = pipelineId;
        this.budget = budget;
        this.most = states.most();
        this.share = states.share();
        this.run = program.start();
        this.outbox = new Outbox(pipelineId);
        this.seen = new SeenIds(budget);
        run.limitState(() -> most - outbox.bytes());
    }

    /** Bytes of windows, aggregates and outputs in a checkpoint, about. */
    long bytes() {
        return run.stateBytes() + outbox.bytes();
    }

    /** Tells the budget of all pipelines how much this one remembers now. */
    void account() {
        share.update(bytes() + BYTES_PER_OBJECT * (run.stateObjects() + (long) OBJECTS_PER_OUTPUT * outbox.size()));
    }

    /** Whether it takes no events, because it remembers too much, or all pipelines do. */
    boolean isFull(boolean carried) {
        account();
        return share.isFull(bytes(), carried);
    }

    ApiException fullness() {
        return share.refusal(pipelineId, bytes());
    }

    /** Whether an output may still wait in the outbox. */
    boolean hasRoomFor(Event output) {
        return bytes() + output.bytes() <= most;
    }

    /**
     * Checks that a checkpoint of so many bytes can be restored.
     *
     * @throws ApiException 503 when there is no memory for it
     */
    void requireRoomFor(long checkpointBytes) {
        share.requireRoomFor(checkpointBytes);
    }

    ProgramRun run() {
        return run;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Adds the id. Returns whether it was new. */
    boolean isNew(String eventId) {
        return seen.add(eventId);
    }

    /** Grows with each change. */
    long version() {
        return version;
    }

    long eventsProcessed() {
        return eventsProcessed;
    }

    void changed() {
        version++;
    }

    void processed(int events) {
        eventsProcessed += events;
        version++;
    }

    /** Returns the room of its ids to the budget. */
    void release() {
        seen.release();
        share.update(0);
    }

    /** Writes all of it, as the response that a client gets. */
    byte[] checkpoint(String pipelineId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) (OTHER_BYTES + bytes()));
        try (JsonGenerator out = JsonStreaming.generator(bytes)) {
            out.writeStartObject();
            out.writeStringField("pipeline_id", pipelineId);
            figures(out);
            out.writeObjectFieldStart("checkpoint");
            figures(out);
            out.writeFieldName("run");
            EventWriter.value(out, run.checkpointToWrite());
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
     * Replaces the state by the checkpoint. The version becomes the checkpoint's, so that what was just restored is not
     * read again, or a higher one, when the state had that version before.
     *
     * @throws ApiException 400 {@code bad_checkpoint} when it is of another program; nothing has changed then
     */
    void restore(Checkpoint checkpoint) {
        try {
            run.restore(checkpoint.run());
        } catch (IllegalArgumentException e) {
            throw new ApiException(400, "bad_checkpoint", "the checkpoint does not fit the program: " + e.getMessage());
        }
        seen.release();
        seen = SeenIds.of(checkpoint.seen(), budget);
        outbox.replace(checkpoint.outbox());
        version = Math.max(version + 1, checkpoint.version());
        eventsProcessed = checkpoint.eventsProcessed();
    }
}
