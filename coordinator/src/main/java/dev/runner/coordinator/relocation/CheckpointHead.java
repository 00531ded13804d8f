package dev.runner.coordinator.relocation;

import dev.runner.http.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the coordinator reads of a checkpoint, which it otherwise passes on as it is.
 *
 * @param version null where there is none: the next read is one of everything
 * @param eventsProcessed how many events the state has seen
 */
public record CheckpointHead(
        @Nullable Long version, @Nullable Long eventsProcessed) {

    private static final CheckpointHead UNKNOWN = new CheckpointHead(null, null);

    static CheckpointHead of(byte[] checkpoint) {
        try {
            return Json.read(checkpoint, CheckpointHead.class);
        } catch (IllegalArgumentException e) {
            return UNKNOWN; // what the result says
        }
    }
}
