package dev.runner.worker;

import dev.runner.member.JoinSecret;
import dev.runner.member.MonotonicClock;
import dev.runner.member.Schedule;
import dev.runner.member.TaskThread;
import dev.runner.member.http.MemberClient;
import dev.runner.member.http.MemberServer;
import dev.runner.member.lifetime.Lifetime;
import dev.runner.member.lifetime.Notices;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.worker.http.HttpCoordinatorCalls;
import dev.runner.worker.http.WorkerApi;
import dev.runner.worker.registration.Registrar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running worker: all its parts, put together. */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger("worker");

    private final WorkerSettings settings;
    private final MemberServer server;
    private final MemberClient client;
    private final Schedule schedule;
    private final @Nullable Registrar registrar;

    private Worker(WorkerSettings settings, JoinSecret secrets, Runnable onReady) throws IOException {
        this.settings = settings;
        this.server = MemberServer.open(settings.bind());
        this.client = server.client();
        this.schedule = new TaskThread("registration");
        URI coordinator = settings.coordinator();
        this.registrar = coordinator == null ? null : registrar(coordinator, secrets, onReady);
    }

    /**
     * Starts one; it answers when this returns, and is registered soon after.
     *
     * @param exit is given the exit code when it was told to restart
     * @throws IOException with a message for the user, when its port or storage cannot be had
     */
    static Worker start(WorkerSettings settings, JoinSecret secrets, Notices notices, IntConsumer exit)
            throws IOException {
        Files.createDirectories(settings.storage());
        Worker worker = new Worker(settings, secrets, notices::ready);
        Lifetime lifetime = new Lifetime(notices, worker::handOver, worker::stop, exit);
        WorkerApi api = new WorkerApi(worker::isReady, lifetime::restart);
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

    private Registrar registrar(URI coordinator, JoinSecret secrets, Runnable onReady) {
        RegisterRequest request = new RegisterRequest(
                settings.id(),
                server.bound().url(),
                settings.key().secret(),
                new Capacity(Runtime.getRuntime().availableProcessors(), 0, settings.maxPipelines()),
                settings.exchangePort());
        Runnable onRegistered = () -> {
            LOG.info("registered with {}", coordinator);
            onReady.run();
        };
        return new Registrar(
                new HttpCoordinatorCalls(client, coordinator, settings.key(), secrets),
                request,
                () -> new HeartbeatRequest(0L, 0),
                schedule,
                new MonotonicClock(),
                onRegistered);
    }

    boolean isReady() {
        return registrar == null || registrar.isRegistered();
    }

    MemberServer server() {
        return server;
    }

    /** Takes nothing in any more. */
    private void handOver() {
        server.stopAccepting();
        schedule.stop();
    }

    void stop() {
        schedule.stop();
        client.stop();
        server.stop();
    }
}
