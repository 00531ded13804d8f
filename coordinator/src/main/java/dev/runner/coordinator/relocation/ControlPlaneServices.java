package dev.runner.coordinator.relocation;

import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.store.CoordinatorStore;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** All that looks after slots, put together. */
public final class ControlPlaneServices {

    /**
     * What it works on.
     *
     * @param threads do what the slots have to do, and wait for workers
     */
    public record Parts(
            WorkerRegistry registry,
            GroupRegistry groups,
            CoordinatorStore store,
            WorkerPipelineClient calls,
            Clock clock,
            Executor threads) {}

    private final GroupService service;
    private final Reconciler reconciler;
    private final WorkerDrainer leave;
    private final MigrationService migrations;
    private final CheckpointPuller puller;
    private final GroupMetrics figures;
    private final OrphanDeploymentCleaner leftovers;

    /**
     * Puts it together; it does nothing until it is told to.
     *
     * @param ids gives a new name at each call
     */
    public ControlPlaneServices(
            Parts parts, ControlPlaneSettings settings, DeliveryQueueRegistry deliveries, Supplier<String> ids) {
        CapacityReservations reservations =
                new CapacityReservations(parts.registry, parts.groups, settings.placement());
        PlacementChecker standing = new PlacementChecker(
                parts.registry, parts.clock, parts.clock.instant().plus(settings.patience()));
        LinkPropagator links = new LinkPropagator(parts.groups, parts.registry, parts.store, parts.calls);
        leftovers = new OrphanDeploymentCleaner(parts.registry, parts.groups, parts.calls, parts.threads);
        MigrationHistory log = new MigrationHistory(parts.clock, ids);
        Relocator relocator =
                new Relocator(parts.registry, reservations, standing, parts.store, parts.calls, links, leftovers, log);
        UnreachableWorkerHandler unreachable = new UnreachableWorkerHandler(parts.registry);
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
        leave = new WorkerDrainer(parts.registry, reservations, relocator, reconciler);
        migrations = new MigrationService(relocator, reservations, log);
        puller = new CheckpointPuller(parts.groups, relocator);
        figures = new GroupMetrics(parts.groups, relocator);
    }

    public GroupService service() {
        return service;
    }

    public Reconciler reconciler() {
        return reconciler;
    }

    public WorkerDrainer leave() {
        return leave;
    }

    public MigrationService migrations() {
        return migrations;
    }

    public CheckpointPuller puller() {
        return puller;
    }

    public GroupMetrics figures() {
        return figures;
    }

    OrphanDeploymentCleaner leftovers() {
        return leftovers;
    }
}
