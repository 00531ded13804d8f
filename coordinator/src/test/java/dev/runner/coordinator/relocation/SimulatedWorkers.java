package dev.runner.coordinator.relocation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.coordinator.client.WorkerCallException;
import dev.runner.coordinator.client.WorkerCallException.Kind;
import dev.runner.coordinator.client.WorkerPipelineClient;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.Links;
import dev.runner.protocol.LinksRequest;
import dev.runner.protocol.PipelineState;
import dev.runner.protocol.PipelineView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Workers as the coordinator sees them, without processes. Each call gives chaos a chance before and after it. */
final class SimulatedWorkers implements WorkerPipelineClient {

    /** What happens around a call. */
    interface Chaos {

        void strike() throws WorkerCallException;
    }

    /** A deployment. */
    static final class Pipeline {
        final String id;
        final Assignment assignment;
        boolean frozen;
        long events;

        @Nullable Links links;

        Pipeline(String id, Assignment assignment, @Nullable Links links) {
            this.id = id;
            this.assignment = assignment;
            this.links = links;
        }

        PipelineView view() {
            return new PipelineView(
                    id,
                    assignment.pipeline(),
                    frozen ? PipelineState.FROZEN : PipelineState.RUNNING,
                    events,
                    assignment);
        }
    }

    /** A process. */
    static final class Jvm {
        final String instance;
        final Map<String, Pipeline> pipelines = new LinkedHashMap<>();
        final Map<String, Long> epochs = new HashMap<>();

        Jvm(String instance) {
            this.instance = instance;
        }
    }

    /** By worker; none where it is dead. */
    final Map<String, Jvm> processes = new LinkedHashMap<>();

    Chaos chaos = () -> {};
    private int lastId;

    Jvm start(String workerId) {
        Jvm process = new Jvm("instance-" + ++lastId);
        processes.put(workerId, process);
        return process;
    }

    List<Pipeline> filling(String groupId, String slot) {
        List<Pipeline> found = new ArrayList<>();
        processes
                .values()
                .forEach(process -> process.pipelines.values().stream()
                        .filter(pipeline -> pipeline.assignment.groupId().equals(groupId)
                                && pipeline.assignment.pipeline().equals(slot))
                        .forEach(found::add));
        return found;
    }

    private Jvm process(RegisteredWorker worker) throws WorkerCallException {
        chaos.strike();
        Jvm process = processes.get(worker.id());
        if (process == null) {
            throw new WorkerCallException(Kind.REFUSED, worker.id() + " is dead");
        }
        return process;
    }

    private Pipeline pipeline(RegisteredWorker worker, String id) throws WorkerCallException {
        Pipeline found = process(worker).pipelines.get(id);
        if (found == null) {
            throw new WorkerCallException(Kind.UNKNOWN, "pipeline_not_found");
        }
        return found;
    }

    private static String key(Assignment assignment) {
        return assignment.groupId() + "/" + assignment.pipeline();
    }

    @Override
    public PipelineView deploy(RegisteredWorker worker, DeployRequest request) throws WorkerCallException {
        Jvm process = process(worker);
        Assignment assignment = Objects.requireNonNull(request.assignment());
        long known = process.epochs.getOrDefault(key(assignment), 0L);
        if (known >= assignment.epoch()) {
            throw new WorkerCallException(Kind.UNKNOWN, "stale_epoch");
        }
        process.epochs.put(key(assignment), assignment.epoch());
        process.pipelines.values().removeIf(old -> key(old.assignment).equals(key(assignment)));
        Pipeline made = new Pipeline("pipeline-" + ++lastId, assignment, request.links());
        process.pipelines.put(made.id, made);
        chaos.strike();
        return made.view();
    }

    @Override
    public void restore(RegisteredWorker worker, String pipelineId, byte[] checkpoint) throws WorkerCallException {
        pipeline(worker, pipelineId).events = Long.parseLong(new String(checkpoint, UTF_8));
        chaos.strike();
    }

    @Override
    public Optional<byte[]> checkpoint(RegisteredWorker worker, String pipelineId, CheckpointRequest request)
            throws WorkerCallException {
        Pipeline pipeline = pipeline(worker, pipelineId);
        if (Boolean.TRUE.equals(request.freeze())) {
            pipeline.frozen = true;
        }
        byte[] state = Long.toString(pipeline.events).getBytes(UTF_8);
        chaos.strike();
        return Optional.of(state);
    }

    @Override
    public void resume(RegisteredWorker worker, String pipelineId, long epoch) throws WorkerCallException {
        pipeline(worker, pipelineId).frozen = false;
        chaos.strike();
    }

    @Override
    public void link(RegisteredWorker worker, String pipelineId, LinksRequest request) throws WorkerCallException {
        Pipeline pipeline = pipeline(worker, pipelineId);
        if (pipeline.links == null || pipeline.links.version() < request.links().version()) {
            pipeline.links = request.links();
        }
        chaos.strike();
    }

    @Override
    public void delete(RegisteredWorker worker, String pipelineId) throws WorkerCallException {
        process(worker).pipelines.remove(pipelineId);
        chaos.strike();
    }

    @Override
    public byte[] keptState(RegisteredWorker worker, String pipelineId) throws WorkerCallException {
        throw new WorkerCallException(Kind.UNKNOWN, "state_not_found"); // HandoverSimulationTest has workers that keep
    }

    @Override
    public void forgetKeptState(RegisteredWorker worker, String pipelineId) throws WorkerCallException {
        process(worker);
    }

    @Override
    public List<PipelineView> list(RegisteredWorker worker) throws WorkerCallException {
        List<PipelineView> views =
                process(worker).pipelines.values().stream().map(Pipeline::view).toList();
        chaos.strike();
        return views;
    }
}
