package dev.runner.coordinator.http;

import dev.runner.coordinator.registry.Worker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.restart.ClusterRestart;
import dev.runner.member.http.ApiException;
import dev.runner.member.http.Exchange;
import dev.runner.member.http.Probes;
import dev.runner.member.http.Routes;
import dev.runner.protocol.Deleted;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.HeartbeatResponse;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.protocol.RestartRound;
import dev.runner.protocol.WorkerList;
import dev.runner.protocol.WorkerView;
import io.javalin.http.Context;
import java.util.List;

/** The coordinator's routes. */
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

    public void addTo(Routes routes) {
        routes.describeAs("coordinator", "The control plane of a cluster.");
        Probes.addTo(routes, Probes.ALWAYS_READY);
        addWorkers(routes);
        routes.post(ROOT + "/restart")
                .summary("Restarts all workers in turn")
                .answers(202, RestartRound.class)
                .fails(409)
                .handle(this::beginRestart);
        routes.get(ROOT + "/restart")
                .summary("How far the last restart of all workers has come")
                .answers(200, RestartRound.class)
                .handle(context -> Exchange.answer(context, 200, restart.progress()));
    }

    private void addWorkers(Routes routes) {
        routes.post(ROOT + "/workers/register")
                .summary("A worker asks to be a member; needs the key or the join secret")
                .header("x-api-key", "the coordinator's key")
                .header("x-join-secret", "what the coordinator has left for workers of the same user")
                .body(RegisterRequest.class)
                .answers(201, RegisterResponse.class)
                .fails(401)
                .open() // it checks two keys itself
                .handle(registration::register);
        routes.post(ROOT + "/workers/{id}/heartbeat")
                .summary("A worker says that it lives")
                .body(HeartbeatRequest.class)
                .answers(200, HeartbeatResponse.class)
                .fails(404)
                .open()
                .handle(registration::heartbeat);
        routes.get(ROOT + "/workers")
                .summary("All workers, in the order of their registration")
                .answers(200, WorkerList.class)
                .handle(this::list);
        routes.get(ROOT + "/workers/{id}")
                .summary("One worker")
                .answers(200, WorkerView.class)
                .fails(404)
                .handle(this::show);
        routes.delete(ROOT + "/workers/{id}")
                .summary("Forgets a worker")
                .answers(200, Deleted.class)
                .fails(404)
                .handle(this::delete);
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
