package dev.runner.worker.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.protocol.RequestLimits;
import dev.runner.worker.events.EventBatch;
import dev.runner.worker.events.EventReader;
import dev.runner.worker.pipeline.OutboxEntryCodec;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Parses the request bodies that carry events. */
final class EventBatchParser {

    /**
     * Events for one pipeline, from another worker.
     *
     * @param pipelineId id of the target
     */
    record Carried(String pipelineId, EventBatch events) {}

    private EventBatchParser() {}

    /** Parses one event. */
    static EventBatch one(JsonParser in) throws IOException {
        EventBatch batch = new EventBatch();
        begin(in);
        new EventReader().read(in, batch);
        end(in);
        return batch;
    }

    /** Parses {@code {"events": [...]}}. */
    static EventBatch batch(JsonParser in) throws IOException {
        beginObject(in);
        EventBatch batch = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            in.nextToken();
            if (key.equals("events")) {
                batch = list(in);
            } else {
                in.skipChildren();
            }
        }
        end(in);
        return required(batch);
    }

    /** Parses one event per line. */
    static EventBatch lines(JsonParser in) throws IOException {
        EventBatch batch = new EventBatch();
        EventReader reader = new EventReader();
        while (in.nextToken() != null) {
            next(in, reader, batch);
        }
        return batch;
    }

    /** Parses {@code {"pipeline_id": "x", "events": [...]}}. */
    static Carried carried(JsonParser in) throws IOException {
        beginObject(in);
        EventBatch batch = null;
        String pipelineId = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            JsonToken value = in.nextToken();
            if (key.equals("events")) {
                batch = OutboxEntryCodec.readAll(in, "events");
            } else if (key.equals("pipeline_id") && value == JsonToken.VALUE_STRING) {
                pipelineId = in.getText();
            } else {
                in.skipChildren();
            }
        }
        end(in);
        if (pipelineId == null) {
            throw new IllegalArgumentException("pipeline_id is required");
        }
        return new Carried(pipelineId, required(batch));
    }

    private static EventBatch list(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("events must be a list");
        }
        EventBatch batch = new EventBatch();
        EventReader reader = new EventReader();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            next(in, reader, batch);
        }
        return batch;
    }

    private static void next(JsonParser in, EventReader reader, EventBatch batch) throws IOException {
        if (batch.size() == RequestLimits.EVENTS_PER_BATCH) {
            throw new IllegalArgumentException(
                    "a batch must have at most " + RequestLimits.EVENTS_PER_BATCH + " events");
        }
        try {
            reader.read(in, batch);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("events[" + batch.size() + "]: " + e.getMessage(), e);
        }
    }

    private static EventBatch required(@Nullable EventBatch batch) {
        if (batch == null) {
            throw new IllegalArgumentException("events is required");
        }
        return batch;
    }

    private static void beginObject(JsonParser in) throws IOException {
        begin(in);
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("the body must be an object");
        }
    }

    private static void begin(JsonParser in) throws IOException {
        if (in.nextToken() == null) {
            throw new IllegalArgumentException("a JSON body is required");
        }
    }

    private static void end(JsonParser in) throws IOException {
        if (in.nextToken() != null) {
            throw new IllegalArgumentException("there is something after the JSON value");
        }
    }
}
