package dev.runner.worker.http;

import dev.runner.http.ApiException;
import dev.runner.http.AsyncResponses;
import dev.runner.http.HttpBodies;
import dev.runner.http.Route;
import dev.runner.http.Routes;
import dev.runner.http.Status;
import dev.runner.http.json.JsonRecords;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.Deleted;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.EpochRequest;
import dev.runner.protocol.LinksRequest;
import dev.runner.protocol.PipelineList;
import dev.runner.protocol.PipelineView;
import dev.runner.protocol.RequestHeaders;
import dev.runner.protocol.RequestLimits;
import dev.runner.worker.pipeline.Checkpoint;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineMetrics;
import dev.runner.worker.pipeline.PipelineRegistry;
import io.javalin.http.Context;

/** Pipelines and their state. */
final class PipelineRoutes {

    private static final CheckpointRequest PLAIN = new CheckpointRequest(null, null, null);

    private final PipelineRegistry pipelines;
    private final PipelineLogStreams logs;
    private final String instance;

    PipelineRoutes(PipelineRegistry pipelines, PipelineLogStreams logs, String instance) {
        this.pipelines = pipelines;
        this.logs = logs;
        this.instance = instance;
    }

    void addTo(Routes routes, String all, String one) {
        routes.post(all)
                .summary("Runs a pipeline; 400 parse_error has the places of all mistakes")
                .body(DeployRequest.class)
                .answers(201, PipelineView.class)
                .fails(409, 503)
                .handle(this::deploy);
        routes.get(all)
                .summary("All pipelines, the oldest first")
                .answers(200, PipelineList.class)
                .fails(409)
                .handle(this::list);
        routes.get(one)
                .summary("A pipeline")
                .answers(200, PipelineView.class)
                .fails(404, 409)
                .handle(context ->
                        HttpBodies.answer(context, 200, pipeline(context).view()));
        routes.delete(one)
                .summary("Removes a pipeline, and what it remembers")
                .answers(200, Deleted.class)
                .fails(404, 409)
                .handle(this::delete);
        routes.get(one + "/metrics")
                .summary("What a pipeline has done")
                .answers(200, PipelineMetrics.class)
                .fails(404, 409)
                .handle(context ->
                        HttpBodies.answer(context, 200, pipeline(context).figures()));
        routes.get(one + "/logs")
                .summary("Outputs and state of a pipeline, as they come: events output and state")
                .answers(200, String.class, Route.EVENT_STREAM)
                .fails(404, 503)
                .handle(context -> logs.open(context, pipeline(context)));
        addState(routes, one);
    }

    private void addState(Routes routes, String one) {
        routes.post(one + "/checkpoint")
                .summary("What a pipeline remembers; 204: nothing has changed since the version that was named")
                .optionalBody(CheckpointRequest.class)
                .answers(200, CheckpointResponse.class)
                .answers(204)
                .fails(404, 409, 503)
                .handle(this::checkpoint);
        routes.post(one + "/restore")
                .summary("Makes a pipeline remember what a checkpoint says, and nothing else")
                .body(RestoreRequest.class)
                .limit(RequestLimits.CHECKPOINT_BYTES)
                .answers(200, RestoreResponse.class)
                .fails(404, 503)
                .handle(this::restore);
        routes.post(one + "/resume")
                .summary("Makes a frozen pipeline take events again")
                .body(EpochRequest.class)
                .answers(200, PipelineView.class)
                .fails(404, 409, 503)
                .handle(this::resume);
        routes.put(one + "/links")
                .summary("Says where a pipeline's outputs go")
                .body(LinksRequest.class)
                .answers(200, Status.class)
                .fails(404, 409, 503)
                .handle(this::link);
    }

    /**
     * A coordinator says which process it means. One that does not know yet that it has a successor must not take the
     * lack of its pipelines for a loss, or have something deployed that the successor does not need.
     */
    private void requireInstance(Context context) {
        String meant = context.header(RequestHeaders.INSTANCE);
        if (meant != null && !meant.equals(instance)) {
            throw new ApiException(
                    409, "stale_instance", "another process of this worker was meant; this one registers by itself");
        }
    }

    private Pipeline pipeline(Context context) {
        requireInstance(context);
        return pipelines.get(context.pathParam("id"));
    }

    private void deploy(Context context) {
        requireInstance(context);
        DeployRequest request = HttpBodies.body(context, DeployRequest.class);
        HttpBodies.answer(context, 201, pipelines.deploy(request).view());
    }

    private void list(Context context) {
        requireInstance(context);
        HttpBodies.answer(
                context,
                200,
                PipelineList.of(pipelines.all().stream().map(Pipeline::view).toList()));
    }

    private void delete(Context context) {
        requireInstance(context);
        pipelines.delete(context.pathParam("id"));
        HttpBodies.answer(context, 200, new Deleted(true));
    }

    private void checkpoint(Context context) {
        AsyncResponses.answer(
                context,
                pipeline(context).checkpoint(checkpointRequest(context)),
                state -> state.ifPresentOrElse(
                        json -> HttpBodies.answerBytes(context, 200, json), () -> context.status(204)));
    }

    private static CheckpointRequest checkpointRequest(Context context) {
        byte[] body = HttpBodies.bytes(context);
        try {
            return body.length == 0 ? PLAIN : JsonRecords.read(body, CheckpointRequest.class);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private void restore(Context context) {
        Pipeline pipeline = pipeline(context);
        byte[] body = HttpBodies.bytes(context);
        Checkpoint checkpoint = RawBodyReader.read(body, "bad_checkpoint", RestoreRequestParser::restore);
        AsyncResponses.answer(
                context, 200, pipeline.restore(checkpoint, body.length), view -> new RestoreResponse(true));
    }

    private void resume(Context context) {
        Pipeline pipeline = pipeline(context);
        long epoch = HttpBodies.body(context, EpochRequest.class).epoch();
        AsyncResponses.answer(context, 200, pipeline.resume(epoch), view -> view);
    }

    private void link(Context context) {
        Pipeline pipeline = pipeline(context);
        LinksRequest request = HttpBodies.body(context, LinksRequest.class);
        AsyncResponses.answer(context, 200, pipeline.link(request.epoch(), request.links()), view -> new Status("ok"));
    }
}
