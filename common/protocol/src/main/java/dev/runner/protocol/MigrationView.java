package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The migration of a pipeline to another worker, or to the next process of its worker.
 *
 * @param pipeline with the replica's number where there are several
 * @param sourceWorkerId where it ran before; null if nowhere
 * @param targetWorkerId where it is to run; null if no worker has been found yet
 * @param startedAt in ISO 8601, e.g. {@code 2026-05-04T10:15:30.250Z}
 * @param durationMs from start to end, in milliseconds; null while it is in progress
 * @param restored with what it goes on; null unless its worker was lost or has restarted
 * @param error why it failed; null unless it has failed
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
        @Nullable Restored restored,
        @Nullable String error) {

    /** The reason for a migration. */
    public enum Reason {
        /** The worker is lost or about to end. */
        @JsonProperty("failover")
        FAILOVER,
        /** The worker is being drained or deleted. */
        @JsonProperty("drain")
        DRAIN,
        /** Pipelines are distributed evenly over the workers. */
        @JsonProperty("rebalance")
        REBALANCE,
        /** The migration was requested. */
        @JsonProperty("migrate")
        MIGRATE,
        /** The worker has restarted and gets its pipeline back. */
        @JsonProperty("restart")
        RESTART
    }

    /** The state that a pipeline was given when its worker was lost or has restarted. */
    public enum Restored {
        /** All that it had. */
        @JsonProperty("last_state")
        LAST_STATE,
        /** What it had at its last checkpoint. */
        @JsonProperty("checkpoint")
        CHECKPOINT
    }

    /** The status of a migration. */
    public enum State {
        /** It is waiting or in progress. */
        @JsonProperty("started")
        STARTED,
        /** The pipeline is running on the target, with all that was promised of its state. */
        @JsonProperty("completed")
        COMPLETED,
        /**
         * The pipeline is running where it ran before, or where the coordinator could place it, or nowhere until it
         * can; or its worker ended on purpose, and it has gone on without its last state.
         */
        @JsonProperty("failed")
        FAILED
    }
}
