package dev.runner.worker.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.http.ApiException;
import dev.runner.http.json.JsonStreaming;
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

    private final IdBudget budget;
    private final ProgramRun run;
    private final Outbox outbox;
    private SeenIds seen;
    private long version;
    private long eventsProcessed;

    CheckpointedState(String pipelineId, Program program, IdBudget budget) {
        this.budget = budget;
        this.run = program.start();
        this.outbox = new Outbox(pipelineId);
        this.seen = new SeenIds(budget);
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
    }

    /** Writes all of it, as the response that a client gets. */
    byte[] checkpoint(String pipelineId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = JsonStreaming.generator(bytes)) {
            out.writeStartObject();
            out.writeStringField("pipeline_id", pipelineId);
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
