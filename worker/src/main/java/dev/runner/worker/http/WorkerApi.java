package dev.runner.worker.http;

import dev.runner.http.ApiException;
import dev.runner.http.HealthRoutes;
import dev.runner.http.HttpBodies;
import dev.runner.http.Routes;
import dev.runner.http.Status;
import dev.runner.service.metrics.Metrics;
import dev.runner.worker.exchange.ExchangeSecret;
import dev.runner.worker.kept.KeptStates;
import dev.runner.worker.pipeline.PipelineRegistry;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The worker's routes. */
public final class WorkerApi {

    /** The only path that is answered on the exchange's port. */
    public static final String EXCHANGE = ExchangeRoute.PATH;

    private static final String ROOT = "/api/v1";
    private static final String PIPELINES = ROOT + "/pipelines";
    private static final String PIPELINE = PIPELINES + "/{id}";

    private final BooleanSupplier ready;
    private final Runnable restart;
    private final PipelineRoutes pipelines;
    private final KeptStateRoutes kept;
    private final EventRoutes events;
    private final ExchangeRoute exchange;
    private final Supplier<WorkerMetricsView> figures;
    private final Metrics metrics;

    /**
     * Names what the routes act on.
     *
     * @param ready whether it is registered, or alone
     * @param restart hands over and exits with 55, after it has returned
     * @param instance id of this process, see {@code RegisterRequest}
     * @param figures what the worker has done
     */
    public WorkerApi(
            BooleanSupplier ready,
            Runnable restart,
            PipelineRegistry pipelines,
            KeptStates kept,
            String instance,
            PipelineLogStreams logs,
            ExchangeSecret exchangeKey,
            Supplier<WorkerMetricsView> figures) {
        this.ready = ready;
        this.restart = restart;
        this.pipelines = new PipelineRoutes(pipelines, logs, instance);
        this.kept = new KeptStateRoutes(kept);
        this.events = new EventRoutes(pipelines);
        this.exchange = new ExchangeRoute(pipelines, exchangeKey);
        this.figures = figures;
        this.metrics = WorkerMetrics.of(pipelines);
    }

    public void addTo(Routes routes) {
        routes.describeAs("worker", "A server that runs pipelines, alone or under a coordinator.");
        HealthRoutes.addTo(routes, this::obstacle);
        pipelines.addTo(routes, PIPELINES, PIPELINE);
        kept.addTo(routes, ROOT + "/kept-states");
        events.addTo(routes, PIPELINE);
        exchange.addTo(routes);
        routes.get(ROOT + "/metrics")
                .summary("What this worker and its pipelines have done")
                .answers(200, WorkerMetricsView.class)
                .handle(context -> HttpBodies.answer(context, 200, figures.get()));
        metrics.addTo(routes, ROOT + "/prometheus");
        routes.post(ROOT + "/restart")
                .summary("Hands its pipelines over and starts anew")
                .answers(202, Status.class)
                .handle(this::restart);
    }

    private Optional<ApiException> obstacle() {
        return ready.getAsBoolean()
                ? Optional.empty()
                : Optional.of(
                        new ApiException(503, "not_registered", "the coordinator has not taken this worker in yet"));
    }

    private void restart(Context context) throws IOException {
        try {
            HttpBodies.answerAndWait(context, 202, new Status("restarting"));
        } finally {
            restart.run(); // also when the client has gone: it asked for it
        }
    }
}
