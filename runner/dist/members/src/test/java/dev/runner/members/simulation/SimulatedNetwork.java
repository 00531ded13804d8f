package dev.runner.members.simulation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.coordinator.client.WorkerCallException;
import dev.runner.coordinator.client.WorkerCallException.Kind;
import dev.runner.coordinator.client.WorkerPipelineClient;
import dev.runner.coordinator.delivery.DeliveryTarget;
import dev.runner.coordinator.delivery.JsonByteBuilder;
import dev.runner.coordinator.delivery.JsonSlice;
import dev.runner.coordinator.delivery.WorkerCallResult;
import dev.runner.coordinator.delivery.WorkerEventClient;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.http.ApiException;
import dev.runner.http.CallFailedException;
import dev.runner.http.json.JsonStreaming;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.LinksRequest;
import dev.runner.protocol.PipelineView;
import dev.runner.worker.events.EventBatch;
import dev.runner.worker.events.EventReader;
import dev.runner.worker.pipeline.Checkpoint;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineRegistry;
import dev.runner.worker.registration.UnknownWorkerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls between processes. Each way takes a while; a request to a paused process waits in its socket, also beyond the
 * end of who sent it; when a process ends, what it has not answered fails.
 */
final class SimulatedNetwork {

    private static final Duration WORKER_CALL = Duration.ofSeconds(10);
    private static final int LOST_ANSWERS = 150;

    private final SimulatedWorld world;
    private final Map<String, SimulatedWorker> workers = new HashMap<>();
    private @Nullable SimulatedCoordinator coordinator;

    SimulatedNetwork(SimulatedWorld world) {
        this.world = world;
    }

    SimulatedWorld world() {
        return world;
    }

    void listens(SimulatedWorker worker) {
        workers.put(worker.id, worker);
    }

    void listens(SimulatedCoordinator now) {
        coordinator = now;
    }

    private long travel() {
        return world.random.nextInt(8) == 0 ? world.random.nextInt(60) : world.random.nextInt(4);
    }

    private static CallFailedException refused() {
        return new CallFailedException("refused", new ConnectException(), true);
    }

    private static CallFailedException silent() {
        return new CallFailedException("the connection was reset", new ConnectException(), false);
    }

    /** Calls whoever is the coordinator when the request arrives. */
    <T> CompletableFuture<T> callCoordinator(Function<SimulatedCoordinator, CompletableFuture<T>> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        world.at(travel(), () -> {
            SimulatedCoordinator called = coordinator;
            if (called == null || !called.process.isAlive()) {
                world.at(travel(), () -> answer.completeExceptionally(refused()));
            } else {
                serve(called.process, () -> request.apply(called), answer);
            }
        });
        return answer;
    }

    private interface Service<T> {
        CompletableFuture<T> get() throws IOException;
    }

    private <T> void serve(SimulatedWorld.SimulatedProcess process, Service<T> service, CompletableFuture<T> answer) {
        watch(process, answer);
        process.run(() -> {
            CompletableFuture<T> done;
            try {
                done = service.get();
            } catch (IOException | RuntimeException e) {
                done = CompletableFuture.failedFuture(e);
            }
            CompletableFuture<?> unused = done.whenComplete((value, problem) -> world.at(travel(), () -> {
                if (!process.isAlive() || world.random.nextInt(LOST_ANSWERS) == 0) {
                    answer.completeExceptionally(silent());
                } else if (problem == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(problem);
                }
            }));
        });
    }

    /** An answer never comes from a process that has ended. */
    private void watch(SimulatedWorld.SimulatedProcess process, CompletableFuture<?> answer) {
        if (answer.isDone()) {
            return;
        }
        if (!process.isAlive()) {
            answer.completeExceptionally(silent());
        } else {
            world.at(50, () -> watch(process, answer));
        }
    }

    /** The result of a call that is done. */
    static <T> T result(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failed) {
                throw failed;
            }
            if (cause instanceof ApiException refused) {
                if (refused.status() == 404) {
                    throw new UnknownWorkerException(refused.code());
                }
                throw new IOException(refused.status() + " " + refused.code(), refused);
            }
            throw e;
        }
    }

    /** How a coordinator sends events to workers. */
    WorkerEventClient eventsOf(SimulatedWorld.SimulatedProcess caller) {
        return (to, body) -> {
            CompletableFuture<WorkerCallResult> result = new CompletableFuture<>();
            CompletableFuture<?> unused = send(to, body).thenAccept(known -> caller.run(() -> result.complete(known)));
            return result;
        };
    }

    private CompletableFuture<WorkerCallResult> send(DeliveryTarget to, JsonByteBuilder body) {
        byte[] json = body.toByteArray();
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        world.at(travel(), () -> {
            SimulatedWorker worker = workers.get(to.workerId());
            if (worker == null || !worker.process.isAlive()) {
                answer.completeExceptionally(refused());
            } else {
                serve(
                        worker.process,
                        () -> worker.pipelines
                                .get(to.pipelineId())
                                .accept(events(json), json.length, true)
                                .thenApply(taken -> taken.accepted()),
                        answer);
            }
        });
        world.at(WORKER_CALL.toMillis(), () -> answer.completeExceptionally(silent()));
        return answer.handle(SimulatedNetwork::delivered);
    }

    private static WorkerCallResult delivered(@Nullable Integer accepted, @Nullable Throwable problem) {
        if (accepted != null) {
            return new WorkerCallResult.Accepted(Collections.nCopies(accepted, JsonSlice.EMPTY));
        }
        Throwable cause = problem instanceof CompletionException wrapped ? wrapped.getCause() : problem;
        if (cause instanceof ApiException refused) {
            return WorkerCallResult.ofError(refused.status(), refused.code(), String.valueOf(refused.getMessage()));
        }
        return cause instanceof CallFailedException failed && failed.refused()
                ? new WorkerCallResult.Unreachable("refused")
                : new WorkerCallResult.Lost(String.valueOf(cause));
    }

    private static EventBatch events(byte[] json) throws IOException {
        EventBatch batch = new EventBatch();
        EventReader reader = new EventReader();
        try (JsonParser in = JsonStreaming.parser(json)) {
            in.nextToken();
            in.nextToken();
            in.nextToken();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                reader.read(in, batch);
            }
        }
        return batch;
    }

    /** The calls of a coordinator to workers, which block in its process. */
    WorkerPipelineClient clientOf(SimulatedWorld.SimulatedProcess caller) {
        return new Calls(caller);
    }

    private final class Calls implements WorkerPipelineClient {
        private final SimulatedWorld.SimulatedProcess caller;

        Calls(SimulatedWorld.SimulatedProcess caller) {
            this.caller = caller;
        }

        private interface Request<T> {
            CompletableFuture<T> of(SimulatedWorker worker) throws IOException;
        }

        private <T> T call(RegisteredWorker to, Request<T> request) throws WorkerCallException {
            CompletableFuture<T> answer = new CompletableFuture<>();
            world.at(travel(), () -> {
                SimulatedWorker worker = workers.get(to.id());
                if (worker == null || !worker.process.isAlive()) {
                    answer.completeExceptionally(refused());
                    return;
                }
                serve(
                        worker.process,
                        () -> {
                            if (!worker.instance.equals(to.instance())) {
                                throw new ApiException(409, "stale_instance", "another process was meant");
                            }
                            return request.of(worker);
                        },
                        answer);
            });
            if (!caller.await(answer::isDone, WORKER_CALL)) {
                throw new WorkerCallException(Kind.SILENT, "no answer");
            }
            try {
                return answer.get();
            } catch (ExecutionException e) {
                throw new WorkerCallException(kind(e.getCause()), String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private static Kind kind(@Nullable Throwable cause) {
            if (cause instanceof ApiException refused) {
                return switch (refused.code()) {
                    case "pipeline_not_found", "stale_epoch", "state_not_found" -> Kind.UNKNOWN;
                    case "stale_instance" -> Kind.REPLACED;
                    case "pipeline_frozen" -> Kind.FROZEN;
                    default -> refused.status() >= 500 ? Kind.SILENT : Kind.DECLINED;
                };
            }
            return cause instanceof CallFailedException failed && failed.refused() ? Kind.REFUSED : Kind.SILENT;
        }

        @Override
        public PipelineView deploy(RegisteredWorker worker, DeployRequest request) throws WorkerCallException {
            return call(
                    worker,
                    it -> CompletableFuture.completedFuture(
                            it.pipelines.deploy(request).view()));
        }

        @Override
        public void restore(RegisteredWorker worker, String pipelineId, byte[] checkpoint) throws WorkerCallException {
            call(worker, it -> it.pipelines.get(pipelineId).restore(checkpoint(checkpoint), checkpoint.length));
        }

        private static Checkpoint checkpoint(byte[] body) {
            try (JsonParser in = JsonStreaming.parser(body)) {
                in.nextToken();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String key = in.currentName();
                    in.nextToken();
                    if (key.equals("checkpoint")) {
                        return Checkpoint.read(in);
                    }
                    in.skipChildren();
                }
                throw new AssertionError("no checkpoint");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<byte[]> checkpoint(RegisteredWorker worker, String pipelineId, CheckpointRequest request)
                throws WorkerCallException {
            return call(worker, it -> it.pipelines.get(pipelineId).checkpoint(request));
        }

        @Override
        public void resume(RegisteredWorker worker, String pipelineId, long epoch) throws WorkerCallException {
            call(worker, it -> it.pipelines.get(pipelineId).resume(epoch));
        }

        @Override
        public void link(RegisteredWorker worker, String pipelineId, LinksRequest request) throws WorkerCallException {
            call(worker, it -> it.pipelines.get(pipelineId).link(request.epoch(), request.links()));
        }

        @Override
        public void delete(RegisteredWorker worker, String pipelineId) throws WorkerCallException {
            try {
                call(worker, it -> {
                    it.pipelines.delete(pipelineId);
                    return CompletableFuture.completedFuture(true);
                });
            } catch (WorkerCallException e) {
                if (e.kind() != Kind.UNKNOWN) {
                    throw e;
                }
            }
        }

        @Override
        public byte[] keptState(RegisteredWorker worker, String pipelineId) throws WorkerCallException {
            return call(
                    worker,
                    it -> CompletableFuture.completedFuture(it.kept
                            .read(pipelineId)
                            .orElseThrow(() -> new ApiException(404, "state_not_found", pipelineId))));
        }

        @Override
        public void forgetKeptState(RegisteredWorker worker, String pipelineId) throws WorkerCallException {
            call(worker, it -> {
                it.kept.forget(pipelineId);
                return CompletableFuture.completedFuture(true);
            });
        }

        @Override
        public List<PipelineView> list(RegisteredWorker worker) throws WorkerCallException {
            return call(worker, it -> CompletableFuture.completedFuture(views(it.pipelines)));
        }

        private static List<PipelineView> views(PipelineRegistry pipelines) {
            return pipelines.all().stream().map(Pipeline::view).toList();
        }
    }
}
