package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A move that somebody asked for.
 *
 * @param pipeline with the replica's number where there are several
 * @param sourceWorkerId where it ran when the move was asked for; null: nowhere
 * @param error why it was not moved; null unless it has failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MigrationView(
        @JsonProperty("migration_id") String migrationId,
        String pipeline,
        @JsonProperty("group_id") String groupId,
        State status,
        @JsonProperty("source_worker_id") @Nullable String sourceWorkerId,
        @JsonProperty("target_worker_id") String targetWorkerId,
        @Nullable String error) {

    /** How far it has come. */
    public enum State {
        /** It waits for its turn, or is under way. */
        @JsonProperty("started")
        STARTED,
        /** The pipeline runs on the target. */
        @JsonProperty("completed")
        COMPLETED,
        /** The pipeline runs where it ran before, or where the coordinator could place it. */
        @JsonProperty("failed")
        FAILED
    }
}
