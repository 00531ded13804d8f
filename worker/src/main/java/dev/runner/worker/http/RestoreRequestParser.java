package dev.runner.worker.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.worker.pipeline.Checkpoint;
import java.io.IOException;

/** Parses the body of a restore. */
final class RestoreRequestParser {

    private RestoreRequestParser() {}

    /** Parses {@code {"checkpoint": {...}}}, and ignores other keys. */
    static Checkpoint restore(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("the body must be an object with a checkpoint");
        }
        Checkpoint checkpoint = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            in.nextToken();
            if (key.equals("checkpoint")) {
                checkpoint = Checkpoint.read(in);
            } else {
                in.skipChildren();
            }
        }
        if (checkpoint == null) {
            throw new IllegalArgumentException("checkpoint is required");
        }
        return checkpoint;
    }
}
