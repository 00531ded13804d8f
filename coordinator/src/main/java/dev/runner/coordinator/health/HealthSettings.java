package dev.runner.coordinator.health;

import java.time.Duration;

/**
 * How the coordinator finds out that a worker is gone.
 *
 * @param heartbeatInterval what workers are told when they register
 * @param heartbeatTimeout silence after which a worker is unhealthy
 * @param sweepInterval how often that is looked at
 */
public record HealthSettings(Duration heartbeatInterval, Duration heartbeatTimeout, Duration sweepInterval) {

    public HealthSettings {
        if (heartbeatTimeout.compareTo(heartbeatInterval) <= 0) {
            throw new IllegalArgumentException("--heartbeat-timeout (" + heartbeatTimeout.toMillis()
                    + " ms) must be longer than --heartbeat-interval (" + heartbeatInterval.toMillis()
                    + " ms), or every worker would be unhealthy");
        }
    }
}
