package dev.runner.coordinator;

import dev.runner.coordinator.health.HealthSweep;
import dev.runner.coordinator.http.CoordinatorApi;
import dev.runner.coordinator.http.HttpWorkerCalls;
import dev.runner.coordinator.http.RegistrationHandler;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.restart.ClusterRestart;
import dev.runner.member.ApiKey;
import dev.runner.member.BindAddress;
import dev.runner.member.JoinSecret;
import dev.runner.member.MonotonicClock;
import dev.runner.member.Schedule;
import dev.runner.member.TaskThread;
import dev.runner.member.http.MemberClient;
import dev.runner.member.http.MemberServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running coordinator: all its parts, put together. */
final class Coordinator {

    private static final Logger LOG = LoggerFactory.getLogger("coordinator");

    private final MemberServer server;
    private final MemberClient client;
    private final Schedule sweeps;

    private Coordinator(MemberServer server, MemberClient client, Schedule sweeps) {
        this.server = server;
        this.client = client;
        this.sweeps = sweeps;
    }

    /**
     * Starts one; it answers when this returns.
     *
     * @throws IOException with a message for the user, when its port or storage cannot be had
     */
    static Coordinator start(CoordinatorSettings settings, JoinSecret secrets) throws IOException {
        Files.createDirectories(settings.storage());
        MemberServer server = MemberServer.open(settings.bind());
        Clock clock = new MonotonicClock();
        WorkerRegistry registry = new WorkerRegistry(clock);
        MemberClient client = server.client();
        ClusterRestart restart = new ClusterRestart(
                registry,
                new HttpWorkerCalls(client),
                task -> TaskThread.daemon("restart", task).start(),
                settings.restartTimeout());
        RegistrationHandler registration = new RegistrationHandler(
                registry,
                settings.key(),
                joinSecret(secrets, server.bound()),
                settings.health().heartbeatInterval());
        server.serve(settings.key(), new CoordinatorApi(registry, restart, registration)::addTo);
        HealthSweep sweep = new HealthSweep(registry, clock, settings.health());
        Schedule sweeps = new TaskThread("sweep");
        sweeps.every(settings.health().sweepInterval(), sweep::sweep);
        LOG.info("listens at {}", server.bound().url());
        return new Coordinator(server, client, sweeps);
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
        client.stop();
        server.stop();
    }
}
