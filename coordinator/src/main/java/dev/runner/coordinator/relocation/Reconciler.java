package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.links.LinkPropagator;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerListener;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds slots that are not as they should be and has them settled, again and again until all are: at every sweep, and
 * at once when a worker has changed.
 */
public final class Reconciler implements WorkerListener {

    private static final Logger LOG = LoggerFactory.getLogger("relocation");

    /** What of a worker matters to slots, as it was last seen. A heartbeat changes none of it. */
    private record ObservedWorker(long registration, boolean registering, boolean lost, boolean available) {
        static ObservedWorker of(RegisteredWorker worker) {
            return new ObservedWorker(
                    worker.registration(), worker.isRegistering(), worker.isLost(), worker.isAvailable());
        }

        /** Whether it was away, or is another process: it may still run what was given to others. */
        boolean isBackAfter(@Nullable ObservedWorker before) {
            return !lost && !registering && (before == null || before.lost || before.registering);
        }
    }

    private final Map<String, ObservedWorker> observed = new ConcurrentHashMap<>();

    /** How many pipelines each worker runs, as it says. */
    private final Map<String, Long> reported = new ConcurrentHashMap<>();

    private final Set<Slot> settling = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean sweepRequested = new AtomicBoolean();
    private final GroupRegistry groups;
    private final Relocator relocator;
    private final LinkPropagator links;
    private final OrphanDeploymentCleaner orphans;
    private final Executor threads;

    /**
     * Creates a reconciler, which does nothing before it hears of a change or is told to sweep.
     *
     * @param threads run the sweeps that a change requests
     */
    public Reconciler(
            GroupRegistry groups,
            Relocator relocator,
            LinkPropagator links,
            OrphanDeploymentCleaner orphans,
            Executor threads) {
        this.groups = groups;
        this.relocator = relocator;
        this.links = links;
        this.orphans = orphans;
        this.threads = threads;
    }

    @Override
    public void changed(RegisteredWorker worker) {
        reported.put(worker.id(), (long) worker.reported().pipelinesRunning());
        ObservedWorker now = ObservedWorker.of(worker);
        ObservedWorker before = observed.put(worker.id(), now);
        if (now.equals(before)) {
            return;
        }
        if (now.isBackAfter(before) && !reportedNoPipelines(worker, before)) {
            orphans.suspect(worker.id());
        }
        requestSweep();
    }

    /** Then there is no orphan to look for: a new worker is not called before it gets work. */
    private static boolean reportedNoPipelines(RegisteredWorker worker, @Nullable ObservedWorker before) {
        boolean hasJustRegistered = before == null || before.registering();
        return hasJustRegistered
                && worker.registered().running().isEmpty()
                && worker.registered().kept().isEmpty();
    }

    /** The worker was deleted: whatever is heard of it next is a change. */
    void forget(String workerId) {
        observed.remove(workerId);
        reported.remove(workerId);
    }

    /** Sweeps on another thread. Requests that come before it begins are answered by the same sweep. */
    void requestSweep() {
        if (sweepRequested.compareAndSet(false, true)) {
            threads.execute(() -> {
                sweepRequested.set(false);
                sweep();
            });
        }
    }

    /** Looks at every slot once, and blocks on nothing. */
    public void sweep() {
        groups.slots().stream().filter(slot -> !relocator.isSettled(slot)).forEach(this::settle);
        links.propagateAll();
        suspectWhoRunsMore();
        orphans.removeAll();
    }

    /**
     * A request to deploy may be carried out long after it was given up, e.g. when it has waited in the socket of a
     * worker that was paused, and after that worker was checked.
     */
    private void suspectWhoRunsMore() {
        Map<String, Long> assigned = groups.slots().stream()
                .map(Slot::deployment)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(SlotDeployment::workerId, Collectors.counting()));
        reported.forEach((worker, running) -> {
            if (running > assigned.getOrDefault(worker, 0L)) {
                orphans.suspect(worker);
            }
        });
    }

    private void settle(Slot slot) {
        if (settling.add(slot)) {
            CompletableFuture<?> unused = slot.runSerially(writer -> {
                        settling.remove(slot);
                        relocator.settle(writer);
                        return slot;
                    })
                    .exceptionally(problem -> {
                        LOG.atError()
                                .addKeyValue("group", slot.groupName())
                                .addKeyValue("pipeline", slot.name())
                                .setCause(problem)
                                .log("the slot could not be settled; the next sweep tries again");
                        return slot;
                    });
        }
    }
}
