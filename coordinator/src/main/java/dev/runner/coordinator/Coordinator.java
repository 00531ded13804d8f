package dev.runner.coordinator;

import dev.runner.coordinator.client.WorkerPipelineClient;
import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.delivery.HttpWorkerEventClient;
import dev.runner.coordinator.delivery.UnreachableWorkerListener;
import dev.runner.coordinator.groups.GroupFactory;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.health.HealthSweep;
import dev.runner.coordinator.health.HeartbeatVerifier;
import dev.runner.coordinator.health.UnreachableWorkerHandler;
import dev.runner.coordinator.http.CoordinatorApi;
import dev.runner.coordinator.http.EventApiRoutes;
import dev.runner.coordinator.http.GroupHandler;
import dev.runner.coordinator.http.HttpWorkerPipelineClient;
import dev.runner.coordinator.http.HttpWorkerProbe;
import dev.runner.coordinator.http.HttpWorkerRestartClient;
import dev.runner.coordinator.http.InjectHandler;
import dev.runner.coordinator.http.MetricsHandler;
import dev.runner.coordinator.http.MigrationHandler;
import dev.runner.coordinator.http.RegistrationHandler;
import dev.runner.coordinator.http.ResponseMapper;
import dev.runner.coordinator.http.ValidateHandler;
import dev.runner.coordinator.http.WorkerHandler;
import dev.runner.coordinator.links.LinkPropagator;
import dev.runner.coordinator.metrics.CoordinatorMetrics;
import dev.runner.coordinator.metrics.Throughput;
import dev.runner.coordinator.placement.CapacityReservations;
import dev.runner.coordinator.placement.PlacementChecker;
import dev.runner.coordinator.registry.StandstillWatch;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.CheckpointPuller;
import dev.runner.coordinator.relocation.GroupCounters;
import dev.runner.coordinator.relocation.GroupService;
import dev.runner.coordinator.relocation.MigrationHistory;
import dev.runner.coordinator.relocation.MigrationService;
import dev.runner.coordinator.relocation.OrphanDeploymentCleaner;
import dev.runner.coordinator.relocation.Reconciler;
import dev.runner.coordinator.relocation.Relocator;
import dev.runner.coordinator.relocation.SlotDeployer;
import dev.runner.coordinator.relocation.WorkerDrainer;
import dev.runner.coordinator.restart.RollingRestart;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpServer;
import dev.runner.service.DaemonThreadPool;
import dev.runner.service.JoinSecret;
import dev.runner.service.MonotonicClock;
import dev.runner.service.SingleThreadScheduler;
import dev.runner.service.StorageDirectory;
import dev.runner.service.TaskScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running coordinator. {@link #start} assembles its parts. */
final class Coordinator {

    private static final Logger LOG = LoggerFactory.getLogger("coordinator");

    /** They run the tasks of slots, which mostly wait for workers. */
    private static final int CONTROL_THREADS = 8;

    private static final Duration WORKER_CALL = Duration.ofSeconds(10);

    private final HttpServer server;
    private final TaskScheduler scheduler;
    private final DaemonThreadPool threads;
    private final CoordinatorStore store;

    private Coordinator(HttpServer server, TaskScheduler scheduler, DaemonThreadPool threads, CoordinatorStore store) {
        this.server = server;
        this.scheduler = scheduler;
        this.threads = threads;
        this.store = store;
    }

    /**
     * Starts a coordinator, which serves requests when this returns.
     *
     * @throws IOException with a message for the user, when its port or storage is not available
     */
    static Coordinator start(CoordinatorSettings settings, JoinSecret secrets) throws IOException {
        StorageDirectory.create(settings.storage());
        HttpServer server = HttpServer.open(settings.bind());
        CoordinatorStore store = openStore(settings.storage(), server);
        Clock clock = new MonotonicClock();
        Supplier<String> ids = RandomIds::next;
        TaskScheduler scheduler = new SingleThreadScheduler("scheduler");
        DaemonThreadPool threads = new DaemonThreadPool("control", CONTROL_THREADS);

        StandstillWatch standstill =
                new StandstillWatch(clock, settings.health().heartbeatTimeout());
        WorkerRegistry registry = new WorkerRegistry(clock, standstill::mayHaveEndedUnseen);
        Throughput throughput = new Throughput();
        registry.add(throughput);

        DeliveryQueueRegistry deliveries = new DeliveryQueueRegistry(
                new HttpWorkerEventClient(server.client(), WORKER_CALL),
                scheduler,
                MonotonicClock.ofRunningTime(),
                ids,
                DeliverySettings.STANDARD);
        UnreachableWorkerListener unreachable = new UnreachableWorkerHandler(registry);
        GroupRegistry groups = new GroupRegistry();
        GroupFactory factory = new GroupFactory(ids, slot -> deliveries.queue(slot, unreachable), threads);

        WorkerPipelineClient client = new HttpWorkerPipelineClient(server.client());
        CapacityReservations reservations = new CapacityReservations(registry, groups, settings.placement());
        PlacementChecker checker = new PlacementChecker(registry, standstill);
        LinkPropagator links = new LinkPropagator(groups, registry, store, client);
        OrphanDeploymentCleaner orphans = new OrphanDeploymentCleaner(registry, groups, client, store, threads);
        MigrationHistory history = new MigrationHistory(clock, ids);
        SlotDeployer deployer = new SlotDeployer(registry, store, client, links, orphans);
        Relocator relocator = new Relocator(registry, reservations, checker, deployer, history);
        Reconciler reconciler = new Reconciler(groups, relocator, links, orphans, threads);
        WorkerDrainer drainer = new WorkerDrainer(registry, reservations, relocator, reconciler);
        CheckpointPuller puller = new CheckpointPuller(groups, relocator);
        GroupService service = new GroupService(groups, store, reservations, relocator, factory);
        service.load();
        registry.add(reconciler);

        ResponseMapper views = new ResponseMapper(groups, registry);
        CoordinatorApi api = new CoordinatorApi(
                new RegistrationHandler(
                        registry,
                        settings.key(),
                        joinSecret(secrets, server.bound()),
                        settings.health().heartbeatInterval(),
                        ids.get() + ids.get(),
                        drainer,
                        new HeartbeatVerifier(registry, ids, new HttpWorkerProbe(server.client()))),
                new WorkerHandler(registry, drainer, views),
                new GroupHandler(groups, service, views),
                new MigrationHandler(groups, registry, new MigrationService(relocator, reservations, history)),
                new EventApiRoutes(
                        new InjectHandler(id -> groups.find(id).map(PipelineGroup::router), System::nanoTime),
                        new ValidateHandler(),
                        new MetricsHandler(new CoordinatorMetrics(
                                registry, throughput, deliveries, new GroupCounters(groups, relocator, store)))),
                new RollingRestart(
                        registry, new HttpWorkerRestartClient(server.client()), threads, settings.restartTimeout()),
                store::obstacle);
        server.serve(settings.key(), api::addTo);

        HealthSweep health = new HealthSweep(registry, clock, settings.health());
        scheduler.every(settings.health().sweepInterval(), () -> {
            health.sweep();
            reconciler.sweep();
            threads.execute(store::retry);
        });
        scheduler.every(settings.checkpointInterval(), puller::pull);
        scheduler.every(StandstillWatch.TICK, standstill::tick);
        LOG.info("listens at {}", server.bound().url());
        return new Coordinator(server, scheduler, threads, store);
    }

    private static CoordinatorStore openStore(Path directory, HttpServer server) throws IOException {
        try {
            return CoordinatorStore.in(directory);
        } catch (IOException e) {
            server.stop();
            throw e;
        }
    }

    private static ApiKey joinSecret(JoinSecret secrets, BindAddress bound) {
        try {
            return secrets.renew(bound);
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
            return ApiKey.NONE;
        }
    }

    BindAddress bound() {
        return server.bound();
    }

    void stopAccepting() {
        server.stopAccepting();
    }

    void stop() {
        scheduler.stop();
        threads.stop();
        server.stop();
        store.close();
    }
}
