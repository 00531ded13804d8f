package dev.runner.coordinator.relocation;

import dev.runner.coordinator.client.WorkerPipelineClient;
import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.groups.GroupFactory;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.links.LinkPropagator;
import dev.runner.coordinator.placement.CapacityReservations;
import dev.runner.coordinator.placement.PlacementChecker;
import dev.runner.coordinator.placement.PlacementStrategy;
import dev.runner.coordinator.registry.StandstillWatch;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What looks after slots, assembled as in {@code Coordinator.start}, with deliveries that nobody answers. */
public final class ControlPlaneFixture {

    public final WorkerRegistry registry;
    public final StandstillWatch standstill;
    public final GroupRegistry groups = new GroupRegistry();
    public final DeliveryQueueRegistry deliveries;
    public final OrphanDeploymentCleaner orphans;
    public final Reconciler reconciler;
    public final WorkerDrainer drainer;
    public final CheckpointPuller puller;
    public final MigrationService migrations;
    public final GroupService service;
    public final GroupCounters metrics;

    /**
     * Assembles it; the registry does not tell it anything yet.
     *
     * @param ids returns a new id at each call
     */
    public ControlPlaneFixture(
            CoordinatorStore store,
            WorkerPipelineClient client,
            ManualClock clock,
            Supplier<String> ids,
            Executor threads,
            PlacementStrategy strategy,
            Duration patience) {
        standstill = new StandstillWatch(clock, patience);
        registry = new WorkerRegistry(clock, standstill::mayHaveEndedUnseen);
        deliveries = new DeliveryQueueRegistry(
                (to, body) -> new CompletableFuture<>(),
                new ManualTaskScheduler(clock),
                clock,
                ids,
                DeliverySettings.STANDARD);
        GroupFactory factory = new GroupFactory(ids, slot -> deliveries.queue(slot, target -> {}), threads);
        CapacityReservations reservations = new CapacityReservations(registry, groups, strategy);
        PlacementChecker checker = new PlacementChecker(registry, standstill);
        LinkPropagator links = new LinkPropagator(groups, registry, store, client);
        orphans = new OrphanDeploymentCleaner(registry, groups, client, store, threads);
        MigrationHistory history = new MigrationHistory(clock, ids);
        SlotDeployer deployer = new SlotDeployer(registry, store, client, links, orphans);
        Relocator relocator = new Relocator(registry, reservations, checker, deployer, history);
        reconciler = new Reconciler(groups, relocator, links, orphans, threads);
        drainer = new WorkerDrainer(registry, reservations, relocator, reconciler);
        puller = new CheckpointPuller(groups, relocator);
        migrations = new MigrationService(relocator, reservations, history);
        service = new GroupService(groups, store, reservations, relocator, factory);
        metrics = new GroupCounters(groups, relocator, store);
    }
}
