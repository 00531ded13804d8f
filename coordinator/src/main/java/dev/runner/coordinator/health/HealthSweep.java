package dev.runner.coordinator.health;

import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the leases of all workers. When the coordinator itself stood still (it was paused, or the machine slept), the
 * heartbeats of that time wait in its sockets, or the workers stood still as well: all leases begin anew.
 */
public final class HealthSweep {

    private static final Logger LOG = LoggerFactory.getLogger("health");

    /** By so much a sweep may be late because the machine is busy; by more, time has passed without this process. */
    private static final Duration LATEST = Duration.ofSeconds(2);

    private final WorkerRegistry registry;
    private final Clock clock;
    private final HealthSettings settings;
    private Instant last;
    private Instant leasesBegin = Instant.MIN;

    public HealthSweep(WorkerRegistry registry, Clock clock, HealthSettings settings) {
        this.registry = registry;
        this.clock = clock;
        this.settings = settings;
        this.last = clock.instant();
    }

    /**
     * Marks silent workers as lost, and takes back the handover of those that have not ended since.
     *
     * @return the workers that are newly lost
     */
    public synchronized List<RegisteredWorker> sweep() {
        Instant now = clock.instant();
        Duration pause = Duration.between(last, now);
        last = now;
        if (pause.compareTo(settings.sweepInterval().plus(LATEST)) > 0) {
            LOG.warn(
                    "the coordinator itself stood still for {} ms; no worker is marked as lost for that",
                    pause.toMillis());
            leasesBegin = now;
        }
        Instant deadline = now.minus(settings.heartbeatTimeout());
        if (leasesBegin.isAfter(deadline)) {
            return List.of();
        }
        registry.expectedSinceBefore(deadline).forEach(worker -> {
            LOG.atWarn().addKeyValue("worker", worker.id()).log("was expected back, but has not registered again");
            registry.giveUpExpecting(worker.id(), worker.registration());
        });
        List<RegisteredWorker> lost = registry.markSilentWorkersLost(deadline);
        lost.forEach(worker -> LOG.warn(
                "{} at {} is unhealthy: no heartbeat for {} ms",
                worker.id(),
                worker.address(),
                Duration.between(worker.heard(), now).toMillis()));
        return lost;
    }
}
