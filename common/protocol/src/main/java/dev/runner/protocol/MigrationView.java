package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's way from one worker to another, or to its worker's next process.
 *
 * @param pipeline with the replica's number where there are several
 * @param sourceWorkerId where it ran before; null: nowhere
 * @param targetWorkerId where it is to run; null: no worker has been found yet
 * @param startedAt in ISO 8601, e.g. {@code 2026-05-04T10:15:30.250Z}
 * @param durationMs milliseconds from there to its end; null while it is under way
 * @param error why it was not moved; null unless it has failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MigrationView(
        @JsonProperty("migration_id") String migrationId,
        String pipeline,
        @JsonProperty("group_id") String groupId,
        Reason reason,
        State status,
        @JsonProperty("source_worker_id") @Nullable String sourceWorkerId,
        @JsonProperty("target_worker_id") @Nullable String targetWorkerId,
        @JsonProperty("started_at") String startedAt,
        @JsonProperty("duration_ms") @Nullable Long durationMs,
        @Nullable String error) {

    /** Why it moves. */
    public enum Reason {
        /** Its worker is gone, or leaves. */
        @JsonProperty("failover")
        FAILOVER,
        /** Its worker is drained or deleted. */
        @JsonProperty("drain")
        DRAIN,
        /** The workers are evened out. */
        @JsonProperty("rebalance")
        REBALANCE,
        /** Somebody asked for just this. */
        @JsonProperty("migrate")
        MIGRATE,
        /** Its worker has started anew, and was given it again. */
        @JsonProperty("restart")
        RESTART
    }

    /** How far it has come. */
    public enum State {
        /** It waits for its turn, or is under way. */
        @JsonProperty("started")
        STARTED,
        /** The pipeline runs on the target. */
        @JsonProperty("completed")
        COMPLETED,
        /** The pipeline runs where it ran before, or where the coordinator could place it, or nowhere until it can. */
        @JsonProperty("failed")
        FAILED
    }
}
