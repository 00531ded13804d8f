package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerListener;
import dev.runner.coordinator.registry.WorkerRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for slots that are not as they should be and has them settled, again and again until all are: at every sweep,
 * and at once when a worker has changed.
 */
public final class Reconciler implements WorkerListener {

    private static final Logger LOG = LoggerFactory.getLogger("relocation");

    /** What of a worker matters to the slots: not each of its heartbeats. */
    private record Shown(long registration, boolean registering, boolean lost, boolean available) {

        static Shown of(RegisteredWorker worker) {
            return new Shown(worker.registration(), worker.isRegistering(), worker.isLost(), worker.isAvailable());
        }

        /** It was away, or it is another process: it may have what has been given to others. */
        boolean isBackAfter(@Nullable Shown before) {
            return !lost && !registering && (before == null || before.lost || before.registering);
        }
    }

    private final Map<String, Shown> shown = new ConcurrentHashMap<>();
    private final Set<Slot> asked = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean sweepRequested = new AtomicBoolean();
    private final WorkerRegistry registry;
    private final GroupRegistry groups;
    private final Relocator relocator;
    private final LinkPropagator links;
    private final OrphanDeploymentCleaner leftovers;
    private final Clock clock;
    private final Duration maxHandover;
    private final Executor threads;

    /**
     * Does nothing until it is told of a change, or to sweep.
     *
     * @param maxHandover after which a worker that has handed over and did not end is taken back
     */
    public Reconciler(
            WorkerRegistry registry,
            GroupRegistry groups,
            Relocator relocator,
            LinkPropagator links,
            OrphanDeploymentCleaner leftovers,
            Clock clock,
            Duration maxHandover,
            Executor threads) {
        this.registry = registry;
        this.groups = groups;
        this.relocator = relocator;
        this.links = links;
        this.leftovers = leftovers;
        this.clock = clock;
        this.maxHandover = maxHandover;
        this.threads = threads;
    }

    @Override
    public void changed(RegisteredWorker worker) {
        Shown now = Shown.of(worker);
        Shown before = shown.put(worker.id(), now);
        if (now.equals(before)) {
            return;
        }
        if (now.isBackAfter(before) && !reportedNoPipelines(worker, before)) {
            leftovers.suspect(worker.id());
        }
        requestSweep();
    }

    /** Then there is nothing to look for: a fresh worker is not asked anything before it gets work. */
    private static boolean reportedNoPipelines(RegisteredWorker worker, @Nullable Shown before) {
        boolean hasJustRegistered = before == null || before.registering();
        return hasJustRegistered && worker.registered().running().isEmpty();
    }

    /** The worker was deleted: what it says next is news. */
    void forget(String workerId) {
        shown.remove(workerId);
    }

    /** Sweeps on another thread; several wishes are one sweep. */
    void requestSweep() {
        if (sweepRequested.compareAndSet(false, true)) {
            threads.execute(() -> {
                sweepRequested.set(false);
                sweep();
            });
        }
    }

    /** Looks at everything once, and waits for nothing. */
    public void sweep() {
        registry.handedOverBefore(clock.instant().minus(maxHandover)).forEach(worker -> {
            LOG.atWarn().addKeyValue("worker", worker.id()).log("handed its pipelines over, but did not restart");
            registry.cancelHandover(worker.id(), worker.registration());
        });
        groups.slots().stream().filter(slot -> !relocator.isSettled(slot)).forEach(this::settle);
        links.propagateAll();
        leftovers.remove();
    }

    private void settle(Slot slot) {
        if (asked.add(slot)) {
            CompletableFuture<?> unused = slot.runSerially(() -> {
                        asked.remove(slot);
                        relocator.settle(slot);
                        return slot;
                    })
                    .exceptionally(problem -> {
                        LOG.atError()
                                .addKeyValue("group", slot.groupName())
                                .addKeyValue("pipeline", slot.name())
                                .setCause(problem)
                                .log("could not be settled, and is tried again");
                        return slot;
                    });
        }
    }
}
