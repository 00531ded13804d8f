package dev.runner.coordinator;

import dev.runner.coordinator.health.HealthSettings;
import dev.runner.coordinator.placement.PlacementStrategy;
import dev.runner.coordinator.relocation.ControlPlaneSettings;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a coordinator was started.
 *
 * @param storage where it keeps what must survive it
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
        Duration checkpointInterval) {

    /** Workers that are to come back are waited for as long as those that fall silent. */
    ControlPlaneSettings control() {
        return new ControlPlaneSettings(placement, health.heartbeatTimeout());
    }
}
