package dev.runner.coordinator.http;

import dev.runner.coordinator.restart.RollingRestart;
import dev.runner.http.ApiException;
import dev.runner.http.HealthRoutes;
import dev.runner.http.HttpBodies;
import dev.runner.http.Routes;
import dev.runner.protocol.RestartRound;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Supplier;

/** The coordinator's routes. */
public final class CoordinatorApi {

    static final String ROOT = "/api/v1/cluster";

    private final RegistrationHandler registration;
    private final WorkerHandler workers;
    private final GroupHandler groups;
    private final MigrationHandler migrations;
    private final EventApiRoutes events;
    private final RollingRestart restart;
    private final Supplier<Optional<ApiException>> obstacle;

    /**
     * Names what the routes act on.
     *
     * @param obstacle why it is not ready
     */
    public CoordinatorApi(
            RegistrationHandler registration,
            WorkerHandler workers,
            GroupHandler groups,
            MigrationHandler migrations,
            EventApiRoutes events,
            RollingRestart restart,
            Supplier<Optional<ApiException>> obstacle) {
        this.registration = registration;
        this.workers = workers;
        this.groups = groups;
        this.migrations = migrations;
        this.events = events;
        this.restart = restart;
        this.obstacle = obstacle;
    }

    public void addTo(Routes routes) {
        routes.describeAs("coordinator", "The control plane of a cluster.");
        HealthRoutes.addTo(routes, obstacle);
        registration.addTo(routes);
        workers.addTo(routes);
        groups.addTo(routes);
        migrations.addTo(routes);
        events.addTo(routes, ROOT);
        routes.post(ROOT + "/restart")
                .summary("Restarts all workers in turn")
                .answers(202, RestartRound.class)
                .fails(409)
                .handle(this::beginRestart);
        routes.get(ROOT + "/restart")
                .summary("How far the last restart of all workers has come")
                .answers(200, RestartRound.class)
                .handle(context -> HttpBodies.answer(context, 200, restart.progress()));
    }

    private void beginRestart(Context context) {
        try {
            HttpBodies.answer(context, 202, restart.begin());
        } catch (IllegalStateException e) {
            throw new ApiException(409, "restart_in_progress", String.valueOf(e.getMessage()));
        }
    }

    static ApiException unknown(String id) {
        return new ApiException(404, "worker_not_found", "no worker \"" + id + "\" is registered");
    }
}
