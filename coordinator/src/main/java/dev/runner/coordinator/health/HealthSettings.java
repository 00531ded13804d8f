package dev.runner.coordinator.health;

import java.time.Duration;

/**
 * How the coordinator detects that a worker is gone.
 *
 * @param heartbeatInterval how often a worker sends a heartbeat; it is told when it registers
 * @param heartbeatTimeout silence after which a worker is unhealthy; also how long a worker that is expected back is
 *     waited for
 * @param sweepInterval how often the workers are checked
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
