package dev.runner.coordinator.http;

import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.WorkerDrainer;
import dev.runner.http.AsyncResponses;
import dev.runner.http.HttpBodies;
import dev.runner.http.Routes;
import dev.runner.protocol.Deleted;
import dev.runner.protocol.DrainAnswer;
import dev.runner.protocol.WorkerList;
import dev.runner.protocol.WorkerView;

/** Shows workers, and relieves them of their pipelines. */
public final class WorkerHandler {

    private final WorkerRegistry registry;
    private final WorkerDrainer leave;
    private final ResponseMapper views;

    public WorkerHandler(WorkerRegistry registry, WorkerDrainer leave, ResponseMapper views) {
        this.registry = registry;
        this.leave = leave;
        this.views = views;
    }

    void addTo(Routes routes) {
        String root = CoordinatorApi.ROOT + "/workers";
        routes.get(root)
                .summary("All workers, in the order of their registration")
                .answers(200, WorkerList.class)
                .handle(context -> HttpBodies.answer(context, 200, views.workers()));
        routes.get(root + "/{id}")
                .summary("One worker")
                .answers(200, WorkerView.class)
                .fails(404)
                .handle(context -> {
                    String id = context.pathParam("id");
                    HttpBodies.answer(
                            context, 200, views.of(registry.find(id).orElseThrow(() -> CoordinatorApi.unknown(id))));
                });
        routes.delete(root + "/{id}")
                .summary("Forgets a worker, after its pipelines were moved to others as far as possible")
                .answers(200, Deleted.class)
                .fails(404)
                .handle(context ->
                        AsyncResponses.answer(context, 200, leave.delete(context.pathParam("id")), Deleted::new));
        routes.post(root + "/{id}/drain")
                .summary("Moves all pipelines of a worker to others, and gives it no more")
                .answers(200, DrainAnswer.class)
                .fails(404, 503)
                .handle(context ->
                        AsyncResponses.answer(context, 200, leave.drain(context.pathParam("id")), done -> done));
        routes.post(root + "/{id}/undrain")
                .summary("Gives a drained worker pipelines again")
                .answers(200, DrainAnswer.class)
                .fails(404)
                .handle(context -> HttpBodies.answer(context, 200, leave.undrain(context.pathParam("id"))));
    }
}
