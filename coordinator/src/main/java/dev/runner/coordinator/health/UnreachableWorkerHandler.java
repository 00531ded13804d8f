package dev.runner.coordinator.health;

import dev.runner.coordinator.delivery.DeliveryTarget;
import dev.runner.coordinator.delivery.UnreachableWorkerListener;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks a worker as lost when a delivery to it was refused: that proves its process gone, before any heartbeat is
 * missed.
 */
public final class UnreachableWorkerHandler implements UnreachableWorkerListener {

    private static final Logger LOG = LoggerFactory.getLogger("health");

    private final WorkerRegistry registry;

    public UnreachableWorkerHandler(WorkerRegistry registry) {
        this.registry = registry;
    }

    /** Affects only the process that the delivery went to: a successor may have registered in the meantime. */
    @Override
    public void unreachable(DeliveryTarget target) {
        registry.find(target.workerId())
                .filter(worker -> !worker.isLost() && worker.isSameProcess(target.instance()))
                .ifPresent(this::markLost);
    }

    private void markLost(RegisteredWorker worker) {
        registry.markLost(worker.id(), worker.registration())
                .filter(now -> now.isLost() || !now.equals(worker))
                .ifPresent(now -> LOG.atWarn()
                        .addKeyValue("worker", worker.id())
                        .log(
                                now.isLost()
                                        ? "is unhealthy: nothing listens at {} any more"
                                        : "nothing listens at {} any more; it is waited for, because it may have ended"
                                                + " on purpose while the coordinator stood still",
                                worker.address()));
    }
}
