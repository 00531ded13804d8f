package dev.runner.members.simulation;

import dev.runner.http.CallFailedException;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.HandoverResponse;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.PipelineView;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.worker.kept.KeptStates;
import dev.runner.worker.pipeline.OutboxBatch;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineHooks;
import dev.runner.worker.pipeline.PipelineRegistry;
import dev.runner.worker.registration.CoordinatorClient;
import dev.runner.worker.registration.Handover;
import dev.runner.worker.registration.PlannedEnd;
import dev.runner.worker.registration.Registrar;
import dev.runner.worker.registration.UnknownWorkerException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A process of a worker: the real pipelines, registration and planned end, on a simulated network. */
final class SimulatedWorker implements CoordinatorClient, PipelineHooks {

    /** A worker's storage, which survives its processes. */
    static final class Storage implements KeptStates {
        private final Map<String, PipelineView> views = new LinkedHashMap<>();
        private final Map<String, byte[]> states = new LinkedHashMap<>();

        @Override
        public List<PipelineView> all() {
            return List.copyOf(views.values());
        }

        @Override
        public void keep(PipelineView deployment, byte[] checkpoint) {
            views.put(deployment.id(), deployment);
            states.put(deployment.id(), checkpoint);
        }

        @Override
        public Optional<byte[]> read(String pipelineId) {
            return Optional.ofNullable(states.get(pipelineId));
        }

        @Override
        public void forget(String pipelineId) {
            views.remove(pipelineId);
            states.remove(pipelineId);
        }
    }

    final String id;
    final String instance;
    final SimulatedWorld.SimulatedProcess process;
    final PipelineRegistry pipelines;
    final KeptStates kept;
    private final SimulatedNetwork network;
    private final Registrar registrar;
    private final PlannedEnd end;
    private final long started;
    private boolean ending;

    SimulatedWorker(String id, String instance, KeptStates kept, SimulatedNetwork network) {
        SimulatedWorld world = network.world();
        this.id = id;
        this.instance = instance;
        this.kept = kept;
        this.network = network;
        this.started = world.millis();
        this.process = world.new SimulatedProcess(instance);
        int[] made = {0};
        this.pipelines = new PipelineRegistry(id, 40, () -> instance + "p" + ++made[0], this, world, Runnable::run);
        this.registrar = new Registrar(
                this,
                this::registration,
                () -> new HeartbeatRequest(0L, pipelines.size()),
                process,
                world,
                response -> {});
        Handover handover = new Handover(this, this::registration, world, this::pause);
        this.end = new PlannedEnd(handover, pipelines, kept);
    }

    private void pause(Duration length) {
        process.await(() -> false, length);
    }

    private RegisterRequest registration() {
        return new RegisterRequest(
                id,
                "http://127.0.0.1:9000",
                null,
                new Capacity(1, pipelines.size(), 40),
                null,
                instance,
                pipelines.assigned(),
                kept.all(),
                started);
    }

    void begin() {
        registrar.begin();
    }

    /** As on a signal, or a request to restart; then the process is gone. */
    void end(boolean leaving, Runnable ended) {
        process.run(() -> {
            if (ending) {
                return;
            }
            ending = true;
            end.run(leaving);
            process.end();
            ended.run();
        });
    }

    boolean isEnding() {
        return ending;
    }

    private <T> T call(Duration limit, Function<SimulatedCoordinator, CompletableFuture<T>> request)
            throws IOException {
        if (ending && limit.equals(USUAL_TIMEOUT)) {
            throw new CallFailedException("it ends", new ConnectException(), false); // its scheduler was stopped
        }
        CompletableFuture<T> answer = network.callCoordinator(request);
        if (!process.await(answer::isDone, limit)) {
            throw new CallFailedException("no answer", new ConnectException(), false);
        }
        return SimulatedNetwork.result(answer);
    }

    @Override
    public RegisterResponse register(RegisterRequest request, Duration timeout) throws IOException {
        return call(timeout, coordinator -> coordinator.register(request));
    }

    @Override
    public boolean heartbeat(String workerId, HeartbeatRequest beat) throws IOException {
        try {
            return call(USUAL_TIMEOUT, coordinator -> coordinator.heartbeat(workerId, beat));
        } catch (UnknownWorkerException e) {
            return false;
        }
    }

    @Override
    public HandoverResponse handover(String workerId, HandoverRequest request, Duration timeout) throws IOException {
        Duration limit = timeout.equals(USUAL_TIMEOUT) ? timeout.minusMillis(1) : timeout;
        return call(limit, coordinator -> coordinator.handover(workerId, request));
    }

    @Override
    public void deliver(Pipeline pipeline, OutboxBatch delivery) {
        throw new AssertionError("there are no routes");
    }

    @Override
    public void scheduleAt(Pipeline pipeline, long millis) {
        throw new AssertionError("there are no windows");
    }

    @Override
    public void processed(int events) {
        // asked of the pipelines
    }
}
