package dev.runner.worker;

import dev.runner.http.BindAddress;
import dev.runner.http.HttpServer;
import dev.runner.http.HttpServerConfig;
import dev.runner.http.SecondaryPort;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.RegisterRequest;
import dev.runner.service.JoinSecret;
import dev.runner.service.MonotonicClock;
import dev.runner.service.SingleThreadScheduler;
import dev.runner.service.StorageDirectory;
import dev.runner.service.TaskScheduler;
import dev.runner.service.lifetime.ServiceShutdown;
import dev.runner.service.lifetime.SupervisorNotifier;
import dev.runner.worker.http.HttpCoordinatorClient;
import dev.runner.worker.http.WorkerApi;
import dev.runner.worker.kept.KeptStateFiles;
import dev.runner.worker.kept.KeptStates;
import dev.runner.worker.pipeline.PipelineRegistry;
import dev.runner.worker.registration.CoordinatorClient;
import dev.runner.worker.registration.Handover;
import dev.runner.worker.registration.PlannedEnd;
import dev.runner.worker.registration.Registrar;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running worker. {@link #start} assembles its parts. */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger("worker");

    private final WorkerSettings settings;
    private final HttpServer server;
    private final IdGenerator identity;
    private final PipelineRuntime work;
    private final TaskScheduler schedule;
    private final @Nullable Registrar registrar;
    private final @Nullable PlannedEnd end;
    private final KeptStates kept;

    private Worker(WorkerSettings settings, JoinSecret secrets, Runnable onReady) throws IOException {
        this.settings = settings;
        this.server = HttpServer.open(HttpServerConfig.at(settings.bind()).withSecondaryPort(secondaryPort(settings)));
        this.identity = IdGenerator.ofProcess();
        this.work = new PipelineRuntime(settings, identity, server);
        this.schedule = new SingleThreadScheduler("registration");
        this.kept = KeptStateFiles.in(settings.storage().resolve("kept"));
        URI url = settings.coordinator();
        CoordinatorClient coordinator =
                url == null ? null : new HttpCoordinatorClient(server.client(), url, settings.key(), secrets);
        this.registrar = coordinator == null ? null : registrar(coordinator, onReady);
        this.end = coordinator == null ? null : end(coordinator);
    }

    /**
     * Starts a worker, which serves requests when this returns, and is registered soon after.
     *
     * @param exit receives the exit code when the worker was told to restart
     * @throws IOException with a message for the user, when its port or storage is not available
     */
    static Worker start(WorkerSettings settings, JoinSecret secrets, SupervisorNotifier notices, IntConsumer exit)
            throws IOException {
        StorageDirectory.create(settings.storage());
        Worker worker = new Worker(settings, secrets, notices::ready);
        ServiceShutdown lifetime = new ServiceShutdown(notices, worker::handOver, worker::stop, exit);
        WorkerApi api = new WorkerApi(
                worker::isReady,
                lifetime::restart,
                worker.work.pipelines(),
                worker.kept,
                worker.identity.instance(),
                worker.work.logs(),
                worker.work.exchangeKey(),
                worker.work::figures);
        worker.server.serve(settings.key(), api::addTo);
        lifetime.endOnSignals();
        LOG.info("{} listens at {}", settings.id(), worker.server.bound().url());
        if (worker.registrar == null) {
            notices.ready();
        } else {
            worker.registrar.begin();
        }
        return worker;
    }

    private static @Nullable SecondaryPort secondaryPort(WorkerSettings settings) {
        Integer port = settings.exchangePort();
        return port == null ? null : new SecondaryPort(port, "--exchange-port", Set.of(WorkerApi.EXCHANGE));
    }

    private Registrar registrar(CoordinatorClient coordinator, Runnable onReady) {
        return new Registrar(coordinator, this::registration, work::beat, schedule, new MonotonicClock(), response -> {
            work.exchangeKey().renew(response.exchangeKey());
            LOG.info("registered with {}", settings.coordinator());
            onReady.run();
        });
    }

    private PlannedEnd end(CoordinatorClient coordinator) {
        Handover handover = new Handover(coordinator, this::registration, new MonotonicClock(), Worker::pause);
        return new PlannedEnd(handover, work.pipelines(), kept);
    }

    private static void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }

    RegisterRequest registration() {
        BindAddress exchange = server.secondaryPort();
        int running = work.pipelines().size();
        return new RegisterRequest(
                settings.id(),
                server.bound().url(),
                settings.key().secret(),
                new Capacity(Runtime.getRuntime().availableProcessors(), running, settings.maxPipelines()),
                exchange == null ? null : exchange.port(),
                identity.instance(),
                work.pipelines().assigned(),
                kept.all(),
                identity.started());
    }

    boolean isReady() {
        return registrar == null || registrar.isRegistered();
    }

    HttpServer server() {
        return server;
    }

    PipelineRegistry pipelines() {
        return work.pipelines();
    }

    /**
     * Hands over the pipelines while it still answers the coordinator, keeps what was not taken, and then accepts no
     * more connections. It does not register by itself any more from the begin on, which could come after the handover.
     */
    void handOver(ServiceShutdown.Reason reason) {
        schedule.stop();
        if (end != null) {
            end.run(reason == ServiceShutdown.Reason.SIGNAL);
        }
        server.stopAccepting();
    }

    void stop() {
        schedule.stop();
        work.stop();
        server.stop();
    }
}
