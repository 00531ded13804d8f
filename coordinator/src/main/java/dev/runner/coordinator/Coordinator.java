package dev.runner.coordinator;

import dev.runner.coordinator.delivery.Deliveries;
import dev.runner.coordinator.delivery.DeliverySettings;
import dev.runner.coordinator.delivery.HttpEventCalls;
import dev.runner.coordinator.delivery.RequestMemory;
import dev.runner.coordinator.groups.Group;
import dev.runner.coordinator.groups.GroupTable;
import dev.runner.coordinator.health.HealthSweep;
import dev.runner.coordinator.http.CoordinatorApi;
import dev.runner.coordinator.http.EventHandlers;
import dev.runner.coordinator.http.GroupHandler;
import dev.runner.coordinator.http.HttpWorkerCalls;
import dev.runner.coordinator.http.HttpWorkerPipelines;
import dev.runner.coordinator.http.InjectHandler;
import dev.runner.coordinator.http.MetricsHandler;
import dev.runner.coordinator.http.MigrationHandler;
import dev.runner.coordinator.http.RegistrationHandler;
import dev.runner.coordinator.http.ValidateHandler;
import dev.runner.coordinator.http.Views;
import dev.runner.coordinator.http.WorkerHandler;
import dev.runner.coordinator.metrics.CoordinatorMetrics;
import dev.runner.coordinator.metrics.Throughput;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.Control;
import dev.runner.coordinator.restart.ClusterRestart;
import dev.runner.coordinator.store.ClusterStore;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.MemberServer;
import dev.runner.service.JoinSecret;
import dev.runner.service.MonotonicClock;
import dev.runner.service.Schedule;
import dev.runner.service.TaskThread;
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

    private final MemberServer server;
    private final Schedule sweeps;
    private final Schedule deliveries;
    private final SlotThreads threads;
    private final ClusterStore store;

    private Coordinator(
            MemberServer server, Schedule sweeps, Schedule deliveries, SlotThreads threads, ClusterStore store) {
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
        MemberServer server = MemberServer.open(settings.bind());
        ClusterStore store = openStore(settings.storage(), server);
        Clock clock = new MonotonicClock();
        Supplier<String> ids = RandomIds::next;
        WorkerRegistry registry = new WorkerRegistry(clock);
        Throughput throughput = new Throughput();
        registry.add(throughput);

        Schedule deliveryThread = new TaskThread("delivery");
        Deliveries deliveries = new Deliveries(
                new HttpEventCalls(server.client(), WORKER_CALL),
                deliveryThread,
                clock,
                ids,
                DeliverySettings.STANDARD);
        SlotThreads threads = new SlotThreads();
        GroupTable groups = new GroupTable();
        Control control = new Control(
                new Control.Parts(registry, groups, store, new HttpWorkerPipelines(server.client()), clock, threads),
                settings.control(),
                deliveries,
                ids);
        control.service().load();
        registry.add(control.reconciler());

        ClusterRestart restart = new ClusterRestart(
                registry,
                new HttpWorkerCalls(server.client()),
                task -> TaskThread.daemon("restart", task).start(),
                settings.restartTimeout());
        Views views = new Views(groups, registry);
        CoordinatorApi api = new CoordinatorApi(
                new RegistrationHandler(
                        registry,
                        settings.key(),
                        joinSecret(secrets, server.bound()),
                        settings.health().heartbeatInterval(),
                        ids.get() + ids.get(),
                        control.leave(),
                        server.executor()),
                new WorkerHandler(registry, control.leave(), views),
                new GroupHandler(groups, control.service(), views),
                new MigrationHandler(groups, registry, control.migrations()),
                new EventHandlers(
                        new InjectHandler(
                                id -> groups.find(id).map(Group::router),
                                RequestMemory.ofThisProcess(),
                                server.executor(),
                                System::nanoTime),
                        new ValidateHandler(),
                        new MetricsHandler(
                                new CoordinatorMetrics(registry, throughput, deliveries, control.figures()))),
                restart);
        server.serve(settings.key(), api::addTo);

        HealthSweep health = new HealthSweep(registry, clock, settings.health());
        Schedule sweeps = new TaskThread("sweep");
        sweeps.every(settings.health().sweepInterval(), () -> {
            health.sweep();
            control.reconciler().sweep();
        });
        sweeps.every(settings.checkpointInterval(), control.puller()::pull);
        LOG.info("listens at {}", server.bound().url());
        return new Coordinator(server, sweeps, deliveryThread, threads, store);
    }

    private static ClusterStore openStore(Path directory, MemberServer server) throws IOException {
        try {
            return ClusterStore.in(directory);
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
