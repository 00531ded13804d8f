package dev.runner.coordinator.relocation;

import dev.runner.http.json.JsonRecords;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a checkpoint that the coordinator reads; the rest is opaque to it.
 *
 * @param version null: none, so that the next read is a full one
 * @param eventsProcessed how many events the state covers; null: unknown
 */
public record CheckpointHeader(
        @Nullable Long version, @Nullable Long eventsProcessed) {

    private static final CheckpointHeader UNKNOWN = new CheckpointHeader(null, null);

    static CheckpointHeader of(byte[] checkpoint) {
        try {
            return JsonRecords.read(checkpoint, CheckpointHeader.class);
        } catch (IllegalArgumentException e) {
            return UNKNOWN; // it can still be restored by the worker that wrote it
        }
    }
}
