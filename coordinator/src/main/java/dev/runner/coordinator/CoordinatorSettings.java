package dev.runner.coordinator;

import dev.runner.coordinator.health.HealthSettings;
import dev.runner.member.ApiKey;
import dev.runner.member.BindAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a coordinator was started.
 *
 * @param storage where it keeps what must survive it
 * @param restartTimeout how long a worker may take to be back in a coordinated restart
 */
record CoordinatorSettings(
        BindAddress bind, ApiKey key, Path storage, HealthSettings health, Duration restartTimeout) {}
