package dev.runner.coordinator.placement;

import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.StandstillWatch;
import dev.runner.coordinator.registry.WorkerRegistry;
import java.util.Optional;

/** Judges deployments by what the registry knows of their workers. Thread-safe; calls nobody. */
public final class PlacementChecker {

    private final WorkerRegistry registry;
    private final StandstillWatch standstill;

    public PlacementChecker(WorkerRegistry registry, StandstillWatch standstill) {
        this.registry = registry;
        this.standstill = standstill;
    }

    /** Whether workers from before the coordinator's start, or before it stood still, may still register. */
    public boolean isInGracePeriod() {
        return standstill.mayStillRegister();
    }

    public PlacementHealth check(SlotDeployment deployment) {
        Optional<RegisteredWorker> found = registry.find(deployment.workerId());
        if (found.isEmpty()) {
            return isInGracePeriod() ? PlacementHealth.AWAITING_WORKER : PlacementHealth.LOST;
        }
        RegisteredWorker worker = found.get();
        if (worker.isRegistering()) {
            return PlacementHealth.AWAITING_WORKER;
        }
        if (worker.isLost() || !(worker.isSameProcess(deployment.instance()) || hasReported(worker, deployment))) {
            return PlacementHealth.LOST;
        }
        if (worker.expectedSince() != null) {
            return PlacementHealth.AWAITING_WORKER;
        }
        return worker.isAvailable() ? PlacementHealth.HEALTHY : PlacementHealth.DRAINING;
    }

    /** Workers report what they run when they register: so a restarted coordinator recognizes its deployments. */
    private static boolean hasReported(RegisteredWorker worker, SlotDeployment deployment) {
        return worker.registered().running().stream()
                .anyMatch(view -> view.id().equals(deployment.pipelineId())
                        && view.assignment() != null
                        && view.assignment().epoch().equals(deployment.epoch()));
    }
}
