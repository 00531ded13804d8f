package dev.runner.coordinator;

import dev.runner.coordinator.delivery.DeliveryQueueRegistry;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.delivery.HttpWorkerEventClient;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.health.HealthSweep;
import dev.runner.coordinator.http.CoordinatorApi;
import dev.runner.coordinator.http.EventHandlers;
import dev.runner.coordinator.http.GroupHandler;
import dev.runner.coordinator.http.HttpWorkerPipelineClient;
import dev.runner.coordinator.http.HttpWorkerRestartClient;
import dev.runner.coordinator.http.InjectHandler;
import dev.runner.coordinator.http.MetricsHandler;
import dev.runner.coordinator.http.MigrationHandler;
import dev.runner.coordinator.http.RegistrationHandler;
import dev.runner.coordinator.http.ResponseMapper;
import dev.runner.coordinator.http.ValidateHandler;
import dev.runner.coordinator.http.WorkerHandler;
import dev.runner.coordinator.metrics.CoordinatorMetrics;
import dev.runner.coordinator.metrics.Throughput;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.ControlPlaneServices;
import dev.runner.coordinator.restart.RollingRestart;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpServer;
import dev.runner.service.JoinSecret;
import dev.runner.service.MonotonicClock;
import dev.runner.service.SingleThreadScheduler;
import dev.runner.service.TaskScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running coordinator: all its parts, put together. */
final class Coordinator {

    private static final Logger LOG = LoggerFactory.getLogger("coordinator");

    private static final Duration WORKER_CALL = Duration.ofSeconds(10);

    private final HttpServer server;
    private final TaskScheduler sweeps;
    private final TaskScheduler deliveries;
    private final SlotThreads threads;
    private final CoordinatorStore store;

    private Coordinator(
            HttpServer server,
            TaskScheduler sweeps,
            TaskScheduler deliveries,
            SlotThreads threads,
            CoordinatorStore store) {
        this.server = server;
        this.sweeps = sweeps;
        this.deliveries = deliveries;
        this.threads = threads;
        this.store = store;
    }

    /**
     * Starts one; it answers when this returns.
     *
     * @throws IOException with a message for the user, when its port or storage cannot be had
     */
    static Coordinator start(CoordinatorSettings settings, JoinSecret secrets) throws IOException {
        Files.createDirectories(settings.storage());
        HttpServer server = HttpServer.open(settings.bind());
        CoordinatorStore store = openStore(settings.storage(), server);
        Clock clock = new MonotonicClock();
        Supplier<String> ids = RandomIds::next;
        WorkerRegistry registry = new WorkerRegistry(clock);
        Throughput throughput = new Throughput();
        registry.add(throughput);

        TaskScheduler deliveryThread = new SingleThreadScheduler("delivery");
        DeliveryQueueRegistry deliveries = new DeliveryQueueRegistry(
                new HttpWorkerEventClient(server.client(), WORKER_CALL),
                deliveryThread,
                clock,
                ids,
                DeliverySettings.STANDARD);
        SlotThreads threads = new SlotThreads();
        GroupRegistry groups = new GroupRegistry();
        ControlPlaneServices control = new ControlPlaneServices(
                new ControlPlaneServices.Parts(
                        registry, groups, store, new HttpWorkerPipelineClient(server.client()), clock, threads),
                settings.control(),
                deliveries,
                ids);
        control.service().load();
        registry.add(control.reconciler());

        RollingRestart restart = new RollingRestart(
                registry,
                new HttpWorkerRestartClient(server.client()),
                task -> SingleThreadScheduler.daemon("restart", task).start(),
                settings.restartTimeout());
        ResponseMapper views = new ResponseMapper(groups, registry);
        CoordinatorApi api = new CoordinatorApi(
                new RegistrationHandler(
                        registry,
                        settings.key(),
                        joinSecret(secrets, server.bound()),
                        settings.health().heartbeatInterval(),
                        ids.get() + ids.get(),
                        control.leave()),
                new WorkerHandler(registry, control.leave(), views),
                new GroupHandler(groups, control.service(), views),
                new MigrationHandler(groups, registry, control.migrations()),
                new EventHandlers(
                        new InjectHandler(id -> groups.find(id).map(PipelineGroup::router), System::nanoTime),
                        new ValidateHandler(),
                        new MetricsHandler(
                                new CoordinatorMetrics(registry, throughput, deliveries, control.figures()))),
                restart);
        server.serve(settings.key(), api::addTo);

        HealthSweep health = new HealthSweep(registry, clock, settings.health());
        TaskScheduler sweeps = new SingleThreadScheduler("sweep");
        sweeps.every(settings.health().sweepInterval(), () -> {
            health.sweep();
            control.reconciler().sweep();
        });
        sweeps.every(settings.checkpointInterval(), control.puller()::pull);
        LOG.info("listens at {}", server.bound().url());
        return new Coordinator(server, sweeps, deliveryThread, threads, store);
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
            LOG.warn("no join secret could be written ({}); workers need the coordinator's own key", e.toString());
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
        sweeps.stop();
        deliveries.stop();
        threads.stop();
        server.stop();
        store.close();
    }
}
