package dev.runner.members.simulation;

import dev.runner.coordinator.client.WorkerPipelineClient;
import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.groups.GroupFactory;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.health.HealthSettings;
import dev.runner.coordinator.health.HealthSweep;
import dev.runner.coordinator.health.UnreachableWorkerHandler;
import dev.runner.coordinator.links.LinkPropagator;
import dev.runner.coordinator.placement.CapacityReservations;
import dev.runner.coordinator.placement.PlacementChecker;
import dev.runner.coordinator.placement.PlacementStrategy;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.StandstillWatch;
import dev.runner.coordinator.registry.WorkerRegistration;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.CheckpointPuller;
import dev.runner.coordinator.relocation.GroupService;
import dev.runner.coordinator.relocation.MigrationHistory;
import dev.runner.coordinator.relocation.MigrationService;
import dev.runner.coordinator.relocation.OrphanDeploymentCleaner;
import dev.runner.coordinator.relocation.Reconciler;
import dev.runner.coordinator.relocation.Relocator;
import dev.runner.coordinator.relocation.SlotDeployer;
import dev.runner.coordinator.relocation.WorkerDrainer;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.http.ApiException;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.HandoverResponse;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A process of the coordinator, assembled as in {@code Coordinator.start}, on a simulated network. */
final class SimulatedCoordinator {

    static final HealthSettings HEALTH =
            new HealthSettings(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(5));

    final SimulatedWorld.SimulatedProcess process;
    final WorkerRegistry registry;
    final GroupRegistry groups = new GroupRegistry();
    final WorkerDrainer drainer;
    final MigrationService migrations;
    final GroupService service;

    SimulatedCoordinator(String name, SimulatedNetwork network, CoordinatorStore store, Supplier<String> ids) {
        SimulatedWorld world = network.world();
        process = world.new SimulatedProcess(name);
        store.begin();
        StandstillWatch standstill = new StandstillWatch(world, HEALTH.heartbeatTimeout());
        registry = new WorkerRegistry(world, standstill::mayHaveEndedUnseen);
        DeliveryQueueRegistry deliveries =
                new DeliveryQueueRegistry(network.eventsOf(process), process, world, ids, DeliverySettings.STANDARD);
        UnreachableWorkerHandler unreachable = new UnreachableWorkerHandler(registry);
        GroupFactory factory = new GroupFactory(ids, slot -> deliveries.queue(slot, unreachable), process);
        WorkerPipelineClient client = network.clientOf(process);
        CapacityReservations reservations = new CapacityReservations(
                registry,
                groups,
                world.random.nextBoolean() ? PlacementStrategy.ROUND_ROBIN : PlacementStrategy.LEAST_LOADED);
        PlacementChecker checker = new PlacementChecker(registry, standstill);
        LinkPropagator links = new LinkPropagator(groups, registry, store, client);
        OrphanDeploymentCleaner orphans = new OrphanDeploymentCleaner(registry, groups, client, store, process);
        MigrationHistory history = new MigrationHistory(world, ids);
        SlotDeployer deployer = new SlotDeployer(registry, store, client, links, orphans, this::await);
        Relocator relocator = new Relocator(registry, reservations, checker, deployer, history);
        Reconciler reconciler = new Reconciler(groups, relocator, links, orphans, process);
        drainer = new WorkerDrainer(registry, reservations, relocator, reconciler);
        CheckpointPuller puller = new CheckpointPuller(groups, relocator);
        migrations = new MigrationService(relocator, reservations, history);
        service = new GroupService(groups, store, reservations, relocator, factory);
        service.load();
        registry.add(reconciler);
        HealthSweep health = new HealthSweep(registry, world, HEALTH);
        process.every(HEALTH.sweepInterval(), () -> {
            health.sweep();
            reconciler.sweep();
        });
        process.every(Duration.ofSeconds(5), puller::pull);
        process.every(StandstillWatch.TICK, standstill::tick);
    }

    private void await(CompletableFuture<?> result, Duration limit)
            throws TimeoutException, ExecutionException, InterruptedException {
        if (!process.await(result::isDone, limit)) {
            throw new TimeoutException();
        }
        result.get();
    }

    CompletableFuture<RegisterResponse> register(RegisterRequest request) {
        RegisteredWorker worker;
        try {
            worker = registry.register(WorkerRegistration.of(request, "127.0.0.1"));
        } catch (IllegalStateException e) {
            throw new ApiException(409, "stale_instance", String.valueOf(e.getMessage()));
        }
        registry.activate(worker);
        return CompletableFuture.completedFuture(
                RegisterResponse.registered(worker.id(), HEALTH.heartbeatInterval(), null, null));
    }

    CompletableFuture<Boolean> heartbeat(String id, HeartbeatRequest beat) {
        if (registry.heartbeat(id, beat).isEmpty()) {
            throw new ApiException(404, "worker_not_found", id);
        }
        return CompletableFuture.completedFuture(true);
    }

    CompletableFuture<HandoverResponse> handover(String id, HandoverRequest request) {
        return drainer.handOver(id, request);
    }

    List<Slot> slots() {
        return groups.slots();
    }
}
