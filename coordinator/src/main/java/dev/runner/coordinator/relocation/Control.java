package dev.runner.coordinator.relocation;

import dev.runner.coordinator.delivery.Deliveries;
import dev.runner.coordinator.groups.GroupTable;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.store.ClusterStore;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** All that looks after slots, put together. */
public final class Control {

    /**
     * What it works on.
     *
     * @param threads do what the slots have to do, and wait for workers
     */
    public record Parts(
            WorkerRegistry registry,
            GroupTable groups,
            ClusterStore store,
            WorkerPipelines calls,
            Clock clock,
            Executor threads) {}

    private final GroupService service;
    private final Reconciler reconciler;
    private final WorkerLeave leave;
    private final Migrations migrations;
    private final CheckpointPuller puller;
    private final Figures figures;
    private final Leftovers leftovers;

    /**
     * Puts it together; it does nothing until it is told to.
     *
     * @param ids gives a new name at each call
     */
    public Control(Parts parts, ControlSettings settings, Deliveries deliveries, Supplier<String> ids) {
        Reservations reservations = new Reservations(parts.registry, parts.groups, settings.placement());
        Standing standing =
                new Standing(parts.registry, parts.clock, parts.clock.instant().plus(settings.patience()));
        LinkBook links = new LinkBook(parts.groups, parts.registry, parts.store, parts.calls);
        leftovers = new Leftovers(parts.registry, parts.groups, parts.calls, parts.threads);
        MigrationLog log = new MigrationLog(parts.clock, ids);
        Relocator relocator =
                new Relocator(parts.registry, reservations, standing, parts.store, parts.calls, links, leftovers, log);
        Unreachable unreachable = new Unreachable(parts.registry);
        reconciler = new Reconciler(
                parts.registry,
                parts.groups,
                relocator,
                links,
                leftovers,
                parts.clock,
                settings.patience(),
                parts.threads);
        service = new GroupService(
                parts.groups,
                parts.store,
                reservations,
                relocator,
                ids,
                slot -> deliveries.queue(slot.name(), workerId -> unreachable.tell(slot, workerId)),
                parts.threads);
        leave = new WorkerLeave(parts.registry, reservations, relocator, reconciler);
        migrations = new Migrations(relocator, reservations, log);
        puller = new CheckpointPuller(parts.groups, relocator);
        figures = new Figures(parts.groups, relocator);
    }

    public GroupService service() {
        return service;
    }

    public Reconciler reconciler() {
        return reconciler;
    }

    public WorkerLeave leave() {
        return leave;
    }

    public Migrations migrations() {
        return migrations;
    }

    public CheckpointPuller puller() {
        return puller;
    }

    public Figures figures() {
        return figures;
    }

    Leftovers leftovers() {
        return leftovers;
    }
}
