package dev.runner.worker.pipeline;

import dev.runner.http.ApiException;
import dev.runner.language.Program;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.PipelineView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All pipelines of this worker. A place in a group is filled by at most one of them, the one with the highest epoch.
 */
public final class PipelineRegistry {

    /**
     * For so many places that were left the epoch is remembered; a command older than that is not in flight any more.
     */
    static final int MAX_REMEMBERED_PLACES = 10_000;

    /**
     * One part in so many of the heap is for the events that wait, divided evenly among the pipelines. It is half of
     * what the server takes of bodies at all, so that pipelines that hang leave room for the others.
     */
    private static final int QUEUES_HEAP_SHARE = 16;

    private static final Logger LOG = LoggerFactory.getLogger("pipeline");

    /** A place in a group. */
    private record Place(String groupId, String pipeline) {
        static Place of(Assignment assignment) {
            return new Place(assignment.groupId(), assignment.pipeline());
        }
    }

    private final String worker;
    private final int most;
    private final Supplier<String> ids;
    private final PipelineHooks hooks;
    private final Clock clock;
    private final Executor threads;
    private final IdBudget idBudget = IdBudget.ofHeap(Runtime.getRuntime().maxMemory());
    private final StateBudget states;
    private final long queueBytes = Runtime.getRuntime().maxMemory() / QUEUES_HEAP_SHARE;

    private final Map<Place, Pipeline> filled = new LinkedHashMap<>();
    private final LinkedHashMap<Place, Long> left = new LinkedHashMap<>();

    /** Replaced at each change, never modified: events find their pipeline without a lock. */
    private volatile Map<String, Pipeline> byId = Map.of();

    private boolean ending;
    private @Nullable ApiException stopped;
    private final List<StoppedPipeline> ended = new ArrayList<>();

    /**
     * Creates an empty registry.
     *
     * @param worker its id, for the log
     * @param most how many pipelines run at once at most
     * @param ids returns a new id at each call, never used by any worker
     * @param threads run the pipelines
     */
    public PipelineRegistry(
            String worker, int most, Supplier<String> ids, PipelineHooks hooks, Clock clock, Executor threads) {
        this(
                worker,
                most,
                ids,
                hooks,
                clock,
                threads,
                StateBudget.ofHeap(Runtime.getRuntime().maxMemory()));
    }

    /** The same with its own bounds of what pipelines remember. */
    PipelineRegistry(
            String worker,
            int most,
            Supplier<String> ids,
            PipelineHooks hooks,
            Clock clock,
            Executor threads,
            StateBudget states) {
        this.states = states;
        this.worker = worker;
        this.most = most;
        this.ids = ids;
        this.hooks = hooks;
        this.clock = clock;
        this.threads = threads;
    }

    /**
     * Deploys a pipeline.
     *
     * @return the new one, or the one before when the request is a repeat
     * @throws ApiException 400 when the source or the request is invalid, 409 when a later decision about its place is
     *     known or the worker is full, 503 when the worker ends
     */
    public Pipeline deploy(DeployRequest request) {
        DeployLimits.check(request);
        Program program = SourceCompiler.compiled(request.source());
        synchronized (this) {
            if (ending || stopped != null) {
                throw stopping();
            }
            Assignment assignment = request.assignment();
            Pipeline before = assignment == null ? null : filled.get(Place.of(assignment));
            if (assignment != null && isRepeat(assignment, request, before) && before != null) {
                if (request.links() != null) {
                    before.use(request.links()); // they may have changed between the first try and this one
                }
                return before;
            }
            if (byId.size() - (before == null ? 0 : 1) >= most) {
                throw new ApiException(
                        409,
                        "worker_full",
                        "this worker runs " + most + " pipelines, its --max-pipelines; delete some");
            }
            if (before != null) {
                drop(before);
            }
            return add(request, program);
        }
    }

    private boolean isRepeat(Assignment assignment, DeployRequest request, @Nullable Pipeline before) {
        long epoch = assignment.epoch();
        Long leftAt = left.get(Place.of(assignment));
        if (leftAt != null && leftAt >= epoch) {
            throw stale(assignment, leftAt);
        }
        Assignment known = before == null ? null : before.assignment();
        if (before == null || known == null || known.epoch() < epoch) {
            return false;
        }
        if (known.epoch() > epoch || !before.deployment().source().equals(request.source())) {
            throw stale(assignment, known.epoch());
        }
        return true;
    }

    private static ApiException stale(Assignment assignment, long known) {
        return new ApiException(
                409,
                "stale_epoch",
                assignment.pipeline() + " of group " + assignment.groupId() + " is at epoch " + known
                        + " here; a deploy with epoch " + assignment.epoch() + " comes too late");
    }

    private Pipeline add(DeployRequest request, Program program) {
        Assignment assignment = request.assignment();
        DeploymentIdentity deployment =
                new DeploymentIdentity(worker, ids.get(), request.name(), request.source(), assignment);
        PipelineQueue queue = new PipelineQueue(deployment.id(), threads, this::queueBytes);
        Pipeline pipeline = new Pipeline(deployment, program, request.links(), queue, hooks, clock, idBudget, states);
        Map<String, Pipeline> now = new LinkedHashMap<>(byId);
        now.put(pipeline.id(), pipeline);
        byId = now;
        if (assignment != null) {
            filled.put(Place.of(assignment), pipeline);
        }
        pipeline.deployment().told(LOG.atInfo()).log("deployed {}", request.name());
        return pipeline;
    }

    /**
     * Removes a pipeline and its state.
     *
     * @throws ApiException 404 when there is none
     */
    public synchronized void delete(String id) {
        if (stopped != null) {
            throw stopped;
        }
        drop(get(id));
    }

    private void drop(Pipeline pipeline) {
        Map<String, Pipeline> now = new LinkedHashMap<>(byId);
        now.remove(pipeline.id());
        byId = now;
        Assignment assignment = pipeline.assignment();
        if (assignment != null) {
            Place place = Place.of(assignment);
            filled.remove(place, pipeline);
            remember(place, assignment.epoch());
        }
        pipeline.remove();
        pipeline.deployment().told(LOG.atInfo()).log("removed {}", pipeline.name());
    }

    private void remember(Place place, long epoch) {
        left.remove(place); // to be the newest
        left.put(place, epoch);
        if (left.size() > MAX_REMEMBERED_PLACES) {
            var oldest = left.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /**
     * Finds a pipeline.
     *
     * @throws ApiException 404 when there is none
     */
    public Pipeline get(String id) {
        Pipeline pipeline = byId.get(id);
        if (pipeline == null) {
            throw notFound(id);
        }
        return pipeline;
    }

    static ApiException notFound(String id) {
        return new ApiException(
                404, "pipeline_not_found", "there is no pipeline " + id + " here; GET /api/v1/pipelines lists them");
    }

    private long queueBytes() {
        return queueBytes / Math.max(1, size());
    }

    /**
     * Freezes, as this worker is about to end, all pipelines that a coordinator has deployed here, for good; none is
     * deployed from now on.
     *
     * @return those pipelines
     */
    public synchronized List<Pipeline> freezeAll() {
        ending = true;
        List<Pipeline> frozen =
                all().stream().filter(pipeline -> pipeline.assignment() != null).toList();
        frozen.forEach(Pipeline::freezeForGood);
        return frozen;
    }

    /**
     * Refuses, as this worker ends, all events and commands that have not begun, and those that come.
     *
     * @return all pipelines, the same ones at each call
     */
    public synchronized List<StoppedPipeline> stop() {
        if (stopped == null) {
            ApiException reason = stopping();
            stopped = reason;
            all().forEach(pipeline -> ended.add(pipeline.stop(reason)));
        }
        return List.copyOf(ended);
    }

    static ApiException stopping() {
        return new ApiException(503, "worker_stopping", "this worker is about to end; nothing was accepted");
    }

    /** All pipelines, the oldest first. */
    public Collection<Pipeline> all() {
        return byId.values();
    }

    public int size() {
        return byId.size();
    }

    /** The pipelines that a coordinator has deployed here. */
    public List<PipelineView> assigned() {
        List<PipelineView> views = new ArrayList<>();
        for (Pipeline pipeline : all()) {
            if (pipeline.assignment() != null) {
                views.add(pipeline.view());
            }
        }
        return views;
    }
}
