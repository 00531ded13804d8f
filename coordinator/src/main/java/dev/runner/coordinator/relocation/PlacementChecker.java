package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Whether what fills a slot can stay where it is. */
public final class PlacementChecker {

    /** What is to be done about it. */
    enum Verdict {
        /** Its worker lives and keeps it. */
        STAYS,
        /** Its worker is to come back. */
        WAITS,
        /** Its worker lives and is to have no pipelines. */
        LEAVES,
        /** Its worker is gone, or has been replaced by a process that does not run it. */
        LOST
    }

    private final WorkerRegistry registry;
    private final Clock clock;
    private final Instant graceEnds;

    /**
     * Begins now.
     *
     * @param graceEnds until then, workers that the coordinator knows from before its own start may register
     */
    public PlacementChecker(WorkerRegistry registry, Clock clock, Instant graceEnds) {
        this.registry = registry;
        this.clock = clock;
        this.graceEnds = graceEnds;
    }

    /** Whether workers from before the coordinator's start may still come. */
    boolean isInGracePeriod() {
        return clock.instant().isBefore(graceEnds);
    }

    Verdict of(SlotDeployment where) {
        Optional<RegisteredWorker> found = registry.find(where.workerId());
        if (found.isEmpty()) {
            return isInGracePeriod() ? Verdict.WAITS : Verdict.LOST;
        }
        RegisteredWorker worker = found.get();
        if (worker.isRegistering()) {
            return Verdict.WAITS;
        }
        if (worker.isLost() || !(isSame(worker, where) || hasReported(worker, where))) {
            return Verdict.LOST;
        }
        if (worker.handedOver() != null) {
            return Verdict.WAITS;
        }
        return worker.isAvailable() ? Verdict.STAYS : Verdict.LEAVES;
    }

    static boolean isSame(RegisteredWorker worker, SlotDeployment where) {
        return worker.instance().equals(where.instance());
    }

    /** Said at its registration: a coordinator that has restarted finds its deployments again by this. */
    private static boolean hasReported(RegisteredWorker worker, SlotDeployment where) {
        return worker.registered().running().stream()
                .anyMatch(view -> view.id().equals(where.pipelineId())
                        && view.assignment() != null
                        && view.assignment().epoch().equals(where.epoch()));
    }
}
