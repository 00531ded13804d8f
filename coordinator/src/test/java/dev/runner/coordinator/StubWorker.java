package dev.runner.coordinator;

import dev.runner.http.ApiException;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpBodies;
import dev.runner.http.HttpServer;
import dev.runner.http.Routes;
import dev.runner.http.Status;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.Deleted;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.PipelineList;
import dev.runner.protocol.PipelineState;
import dev.runner.protocol.PipelineView;
import dev.runner.protocol.RegisterRequest;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A worker's API without pipelines behind it: what was restored is given out again, and each event has one output.
 * Epochs are kept as a worker keeps them.
 */
final class StubWorker {

    private static final String ROOT = "/api/v1/pipelines";

    private final String id;
    private final HttpServer server;
    final Map<String, PipelineView> pipelines = new ConcurrentHashMap<>();
    final Map<String, Map<?, ?>> states = new ConcurrentHashMap<>();
    final List<PipelineView> kept = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> made = new ConcurrentHashMap<>();
    private final int maxPipelines;
    volatile boolean cannotFreeze;

    StubWorker(String id, String address) throws IOException {
        this(id, address, 5);
    }

    StubWorker(String id, String address, int maxPipelines) throws IOException {
        this.id = id;
        this.maxPipelines = maxPipelines;
        this.server = HttpServer.open(BindAddress.of(address, 0));
        server.serve(ApiKey.of("test"), this::addTo);
    }

    RegisterRequest registration(String instance) {
        return new RegisterRequest(
                id,
                server.bound().url(),
                "test",
                new Capacity(2, 0, maxPipelines),
                null,
                instance,
                List.copyOf(pipelines.values()),
                List.copyOf(kept),
                null);
    }

    String id() {
        return id;
    }

    String url() {
        return server.bound().url();
    }

    void stop() {
        server.stop();
    }

    private void addTo(Routes routes) {
        routes.post(ROOT).handle(this::deploy);
        routes.get(ROOT)
                .handle(context -> HttpBodies.answer(context, 200, PipelineList.of(List.copyOf(pipelines.values()))));
        routes.delete(ROOT + "/{id}").handle(context -> {
            pipelines.remove(known(context));
            HttpBodies.answer(context, 200, new Deleted(true));
        });
        routes.post(ROOT + "/{id}/checkpoint").handle(this::checkpoint);
        routes.post(ROOT + "/{id}/restore").handle(context -> {
            states.put(known(context), (Map<?, ?>) HttpBodies.body(context, Object.class));
            HttpBodies.answer(context, 200, Map.of("restored", true));
        });
        routes.post(ROOT + "/{id}/resume").handle(context -> {
            pipelines.computeIfPresent(known(context), (key, view) -> with(view, PipelineState.RUNNING));
            HttpBodies.answer(context, 200, new Status("ok"));
        });
        routes.put(ROOT + "/{id}/links").handle(context -> HttpBodies.answer(context, 200, new Status("ok")));
        routes.get("/api/v1/kept-states/{id}")
                .handle(context -> HttpBodies.answer(
                        context, 200, Map.of("version", 9, "events_processed", 9, "kept", context.pathParam("id"))));
        routes.delete("/api/v1/kept-states/{id}").handle(context -> {
            kept.removeIf(view -> view.id().equals(context.pathParam("id")));
            HttpBodies.answer(context, 200, new Deleted(true));
        });
        routes.post(ROOT + "/{id}/events-batch").handle(this::take);
    }

    private String known(Context context) {
        String pipeline = context.pathParam("id");
        if (!pipelines.containsKey(pipeline)) {
            throw new ApiException(404, "pipeline_not_found", pipeline);
        }
        return pipeline;
    }

    private int made(String name) {
        return made.merge(name, 1, Integer::sum);
    }

    /** One after the other, so that two of them for the same place see each other. */
    private synchronized void deploy(Context context) throws IOException {
        DeployRequest request = HttpBodies.body(context, DeployRequest.class);
        Assignment wanted = Objects.requireNonNull(request.assignment());
        for (PipelineView running : List.copyOf(pipelines.values())) {
            Assignment other = Objects.requireNonNull(running.assignment());
            if (other.groupId().equals(wanted.groupId()) && other.pipeline().equals(wanted.pipeline())) {
                if (other.epoch() > wanted.epoch()) {
                    throw new ApiException(409, "stale_epoch", other + " runs here");
                }
                pipelines.remove(running.id());
            }
        }
        PipelineView view = new PipelineView(
                id + "-" + request.name().replace('#', '.') + "-" + made(request.name()),
                request.name(),
                PipelineState.RUNNING,
                0L,
                wanted);
        pipelines.put(view.id(), view);
        HttpBodies.answer(context, 201, view);
    }

    private void checkpoint(Context context) throws IOException {
        String pipeline = known(context);
        Boolean freeze = HttpBodies.body(context, CheckpointRequest.class).freeze();
        if (Boolean.FALSE.equals(freeze) && isFrozen(pipeline)) {
            throw new ApiException(409, "pipeline_frozen", pipeline);
        }
        if (Boolean.TRUE.equals(freeze) && cannotFreeze) {
            throw new ApiException(503, "pipeline_busy", pipeline);
        }
        if (Boolean.TRUE.equals(freeze)) {
            pipelines.computeIfPresent(pipeline, (key, view) -> with(view, PipelineState.FROZEN));
        }
        Map<?, ?> state = states.getOrDefault(pipeline, Map.of("version", 1, "first", pipeline));
        HttpBodies.answer(context, 200, state);
    }

    boolean isFrozen(String pipeline) {
        return Objects.requireNonNull(pipelines.get(pipeline)).status() == PipelineState.FROZEN;
    }

    /** As by a request of a coordinator that has ended since. */
    void freezeAll() {
        pipelines.replaceAll((id, view) -> with(view, PipelineState.FROZEN));
    }

    private static PipelineView with(PipelineView view, PipelineState state) {
        return new PipelineView(view.id(), view.name(), state, 0L, view.assignment());
    }

    private void take(Context context) throws IOException {
        String pipeline = known(context);
        if (isFrozen(pipeline)) {
            throw new ApiException(409, "pipeline_frozen", pipeline);
        }
        Map<?, ?> body = (Map<?, ?>) HttpBodies.body(context, Object.class);
        List<?> events = Objects.requireNonNull((List<?>) body.get("events"));
        List<Object> outputs = new ArrayList<>();
        events.forEach(event -> outputs.add(List.of(Map.of("event_type", "A", "by", pipeline))));
        HttpBodies.answer(context, 200, Map.of("events_accepted", events.size(), "outputs", outputs));
    }
}
