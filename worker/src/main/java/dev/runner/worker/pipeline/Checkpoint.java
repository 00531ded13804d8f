package dev.runner.worker.pipeline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.worker.events.EventBatch;
import dev.runner.worker.events.JsonValueReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pipeline at one moment: that of its program, the ids that it has seen, and the outputs that it has yet
 * to send.
 *
 * @param run as the program's run wrote it
 * @param outbox by target
 */
public record Checkpoint(
        long version,
        long eventsProcessed,
        Map<String, @Nullable Object> run,
        SeenIds seen,
        Map<String, EventBatch> outbox) {

    /**
     * Reads a checkpoint. The parser is on its first token before, and on its last one after.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Checkpoint read(JsonParser in) throws IOException {
        JsonExpectations.token(in, JsonToken.START_OBJECT, "checkpoint");
        long version = 0;
        long processed = 0;
        Map<String, @Nullable Object> run = null;
        SeenIds seen = new SeenIds(new IdBudget(0));
        Map<String, EventBatch> outbox = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            in.nextToken();
            switch (key) {
                case "version" -> version = JsonExpectations.number(in, key);
                case "events_processed" -> processed = JsonExpectations.number(in, key);
                case "run" -> run = object(in);
                case "seen" -> seen = SeenIds.read(in);
                case "outbox" -> outbox = Outbox.read(in);
                default -> in.skipChildren();
            }
        }
        if (run == null) {
            throw new IllegalArgumentException("checkpoint.run is required");
        }
        return new Checkpoint(version, processed, run, seen, outbox);
    }

    private static Map<String, @Nullable Object> object(JsonParser in) throws IOException {
        JsonExpectations.token(in, JsonToken.START_OBJECT, "checkpoint.run");
        return JsonValueReader.object(in);
    }
}
