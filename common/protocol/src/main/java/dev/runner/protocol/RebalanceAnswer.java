package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Pipelines begin to move, so that the workers have as many each. */
public record RebalanceAnswer(
        @JsonProperty("migrations_started") int migrationsStarted,
        @JsonProperty("migration_ids") List<String> migrationIds) {

    public RebalanceAnswer {
        migrationIds = List.copyOf(migrationIds);
    }
}
