package dev.runner.coordinator.http;

import dev.runner.coordinator.registry.Worker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.restart.ClusterRestart;
import dev.runner.member.http.Access;
import dev.runner.member.http.ApiException;
import dev.runner.member.http.Exchange;
import dev.runner.member.http.Probes;
import dev.runner.protocol.Deleted;
import dev.runner.protocol.WorkerList;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** The coordinator's routes, one line each. */
public final class CoordinatorApi {

    private static final String ROOT = "/api/v1/cluster";

    private final WorkerRegistry registry;
    private final ClusterRestart restart;
    private final RegistrationHandler registration;

    public CoordinatorApi(WorkerRegistry registry, ClusterRestart restart, RegistrationHandler registration) {
        this.registry = registry;
        this.restart = restart;
        this.registration = registration;
    }

    public void addTo(RoutesConfig routes) {
        Probes.addTo(routes, Probes.ALWAYS_READY);
        routes.post(ROOT + "/workers/register", registration::register, Access.OPEN); // it checks two keys itself
        routes.post(ROOT + "/workers/{id}/heartbeat", registration::heartbeat, Access.OPEN);
        routes.get(ROOT + "/workers", this::list);
        routes.get(ROOT + "/workers/{id}", this::show);
        routes.delete(ROOT + "/workers/{id}", this::delete);
        routes.post(ROOT + "/restart", this::beginRestart);
        routes.get(ROOT + "/restart", context -> Exchange.answer(context, 200, restart.progress()));
    }

    private void list(Context context) {
        Exchange.answer(
                context,
                200,
                WorkerList.of(registry.all().stream()
                        .map(worker -> worker.view(List.of()))
                        .toList()));
    }

    private void show(Context context) {
        String id = context.pathParam("id");
        Worker worker = registry.find(id).orElseThrow(() -> unknown(id));
        Exchange.answer(context, 200, worker.view(List.of()));
    }

    private void delete(Context context) {
        String id = context.pathParam("id");
        if (!registry.delete(id)) {
            throw unknown(id);
        }
        Exchange.answer(context, 200, new Deleted(true));
    }

    private void beginRestart(Context context) {
        try {
            Exchange.answer(context, 202, restart.begin());
        } catch (IllegalStateException e) {
            throw new ApiException(409, "restart_in_progress", String.valueOf(e.getMessage()));
        }
    }

    static ApiException unknown(String id) {
        return new ApiException(404, "worker_not_found", "no worker \"" + id + "\" is registered");
    }
}
