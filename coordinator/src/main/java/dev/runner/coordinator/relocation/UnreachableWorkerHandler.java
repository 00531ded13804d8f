package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears from a slot's deliveries that a connection was refused. */
public final class UnreachableWorkerHandler {

    private static final Logger LOG = LoggerFactory.getLogger("health");

    private final WorkerRegistry registry;

    public UnreachableWorkerHandler(WorkerRegistry registry) {
        this.registry = registry;
    }

    /** Only the process that the slot was deployed to is meant: its successor may have registered in the meantime. */
    public void tell(Slot slot, String workerId) {
        SlotDeployment where = slot.where();
        if (where != null && where.workerId().equals(workerId)) {
            registry.find(workerId)
                    .filter(worker -> !worker.isLost() && PlacementChecker.isSame(worker, where))
                    .ifPresent(this::lose);
        }
    }

    private void lose(RegisteredWorker worker) {
        if (registry.markLost(worker.id(), worker.registration()).isPresent()) {
            LOG.atWarn()
                    .addKeyValue("worker", worker.id())
                    .log("is unhealthy: nothing listens at {} any more", worker.address());
        }
    }
}
