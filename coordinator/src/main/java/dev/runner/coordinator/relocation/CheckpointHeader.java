package dev.runner.coordinator.relocation;

import dev.runner.http.json.JsonRecords;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a checkpoint that the coordinator reads; the rest is opaque to it.
 *
 * @param pipelineId the deployment that wrote it; null: unknown
 * @param version null: none, so that the next read is a full one
 * @param eventsProcessed how many events the state covers; null: unknown
 */
public record CheckpointHeader(
        @Nullable String pipelineId,
        @Nullable Long version,
        @Nullable Long eventsProcessed) {

    static final CheckpointHeader UNKNOWN = new CheckpointHeader(null, null, null);

    /** Whether it is of the same deployment as the other, and newer. */
    boolean isNewerThan(CheckpointHeader other) {
        return pipelineId != null
                && pipelineId.equals(other.pipelineId)
                && version != null
                && other.version != null
                && version > other.version;
    }

    static CheckpointHeader of(byte[] checkpoint) {
        try {
            return JsonRecords.read(checkpoint, CheckpointHeader.class);
        } catch (IllegalArgumentException e) {
            return UNKNOWN; // it can still be restored by the worker that wrote it
        }
    }
}
