package dev.runner.worker.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.worker.events.EventBatch;
import dev.runner.worker.events.EventReader;
import dev.runner.worker.events.EventWriter;
import java.io.IOException;

/** Reads and writes outputs on their way between pipelines, in requests and in checkpoints. */
public final class OutboxEntryCodec {

    private OutboxEntryCodec() {}

    public static void writeAll(JsonGenerator out, Iterable<OutboxEntry> entries) throws IOException {
        out.writeStartArray();
        for (OutboxEntry entry : entries) {
            out.writeStartObject();
            out.writeStringField("event_id", entry.id());
            EventWriter.parts(out, entry.event());
            out.writeNumberField("hops", entry.hops());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /**
     * Reads a list of entries, each of which must have an id.
     *
     * @param path name of the list in messages
     * @throws IllegalArgumentException with a message for the sender
     */
    public static EventBatch readAll(JsonParser in, String path) throws IOException {
        JsonExpectations.token(in, JsonToken.START_ARRAY, path);
        EventBatch batch = new EventBatch();
        EventReader reader = new EventReader();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            reader.read(in, batch);
            if (batch.id(batch.size() - 1) == null) {
                throw new IllegalArgumentException("event_id is required");
            }
        }
        return batch;
    }
}
