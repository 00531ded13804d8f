package dev.runner.coordinator.relocation;

import dev.runner.http.json.JsonRecords;
import org.jspecify.annotations.Nullable;

/**
 * What the coordinator reads of a checkpoint, which it otherwise passes on as it is.
 *
 * @param version null where there is none: the next read is one of everything
 * @param eventsProcessed how many events the state has seen
 */
public record CheckpointHeader(
        @Nullable Long version, @Nullable Long eventsProcessed) {

    private static final CheckpointHeader UNKNOWN = new CheckpointHeader(null, null);

    static CheckpointHeader of(byte[] checkpoint) {
        try {
            return JsonRecords.read(checkpoint, CheckpointHeader.class);
        } catch (IllegalArgumentException e) {
            return UNKNOWN; // what the result says
        }
    }
}
