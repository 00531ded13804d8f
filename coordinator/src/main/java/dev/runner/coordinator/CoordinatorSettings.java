package dev.runner.coordinator;

import dev.runner.coordinator.health.HealthSettings;
import dev.runner.coordinator.placement.PlacementStrategy;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The configuration of a coordinator.
 *
 * @param storage directory of the state that survives the process
 * @param restartTimeout how long a worker may take to be back in a coordinated restart
 * @param placement how workers are chosen for pipelines
 * @param checkpointInterval how often the state of pipelines is read, where it has changed
 */
record CoordinatorSettings(
        BindAddress bind,
        ApiKey key,
        Path storage,
        HealthSettings health,
        Duration restartTimeout,
        PlacementStrategy placement,
        Duration checkpointInterval) {}
