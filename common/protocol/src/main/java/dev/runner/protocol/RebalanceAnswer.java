package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The response to a rebalance: the pipelines that start to move, so that each worker has equally many. */
public record RebalanceAnswer(
        @JsonProperty("migrations_started") int migrationsStarted,
        @JsonProperty("migration_ids") List<String> migrationIds) {

    public RebalanceAnswer {
        migrationIds = List.copyOf(migrationIds);
    }
}
