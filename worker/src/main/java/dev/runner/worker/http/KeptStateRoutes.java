package dev.runner.worker.http;

import dev.runner.http.ApiException;
import dev.runner.http.HttpBodies;
import dev.runner.http.Routes;
import dev.runner.protocol.Deleted;
import dev.runner.protocol.PipelineList;
import dev.runner.worker.kept.KeptStates;
import io.javalin.http.Context;
import java.io.IOException;

/** The states that nobody took when an earlier process of this worker ended. */
final class KeptStateRoutes {

    private final KeptStates kept;

    KeptStateRoutes(KeptStates kept) {
        this.kept = kept;
    }

    void addTo(Routes routes, String all) {
        routes.get(all)
                .summary("The deployments whose last state this worker has kept, because no coordinator took it")
                .answers(200, PipelineList.class)
                .handle(context -> HttpBodies.answer(context, 200, PipelineList.of(kept.all())));
        routes.get(all + "/{id}")
                .summary("The last state of a deployment, as a checkpoint")
                .answers(200, CheckpointResponse.class)
                .fails(404, 410)
                .handle(this::read);
        routes.delete(all + "/{id}")
                .summary("Removes a state that was kept; succeeds also when there is none")
                .answers(200, Deleted.class)
                .fails(500)
                .handle(this::forget);
    }

    private void read(Context context) {
        String id = context.pathParam("id");
        try {
            byte[] state = kept.read(id)
                    .orElseThrow(() -> new ApiException(
                            404, "state_not_found", "this worker has kept no state of pipeline " + id));
            HttpBodies.answerBytes(context, 200, state);
        } catch (IOException e) {
            throw new ApiException(410, "state_damaged", String.valueOf(e.getMessage()));
        }
    }

    private void forget(Context context) {
        try {
            kept.forget(context.pathParam("id"));
        } catch (IOException e) {
            throw new ApiException(500, "internal_error", String.valueOf(e.getMessage()));
        }
        HttpBodies.answer(context, 200, new Deleted(true));
    }
}
