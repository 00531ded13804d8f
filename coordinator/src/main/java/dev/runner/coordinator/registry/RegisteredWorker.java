package dev.runner.coordinator.registry;

import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.WorkerState;
import dev.runner.protocol.WorkerView;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one worker at one moment.
 *
 * @param registered what it said of itself
 * @param registration counts all registrations, so that a later incarnation of the same id has a greater one
 * @param drained whether it was asked to have no pipelines: a wish, which outlives lost heartbeats
 * @param heard when it last gave a sign of life
 * @param reported what that sign said; the pipelines that are shown are those assigned here, not those that it counts
 * @param handedOver when it gave the state of its pipelines to the coordinator in order to restart; null: it has not
 */
public record RegisteredWorker(
        WorkerRegistration registered,
        long registration,
        Liveness liveness,
        boolean drained,
        Instant heard,
        HeartbeatRequest reported,
        @Nullable Instant handedOver) {

    static RegisteredWorker registering(WorkerRegistration asked, long registration, Instant at) {
        HeartbeatRequest first = new HeartbeatRequest(0L, asked.capacity().pipelinesRunning());
        return new RegisteredWorker(asked, registration, Liveness.REGISTERING, false, at, first, null);
    }

    public String id() {
        return registered.workerId();
    }

    /** Where the coordinator calls it. */
    public URI address() {
        return registered.address();
    }

    /** Made anew for each process. */
    public String instance() {
        return registered.instance();
    }

    /** How many pipelines it may be given. */
    public int maxPipelines() {
        return registered.capacity().maxPipelines();
    }

    public boolean isLost() {
        return liveness == Liveness.LOST;
    }

    public boolean isRegistering() {
        return liveness == Liveness.REGISTERING;
    }

    /** Whether it lives and is not about to end, so that pipelines may be given to it while it has room. */
    public boolean isAvailable() {
        return liveness == Liveness.ALIVE && !drained && handedOver == null;
    }

    /** As far as the worker itself has reported. */
    public WorkerState state() {
        return state(reported.pipelinesRunning());
    }

    /** A worker that is both lost and drained is shown as lost, because that is what matters first. */
    private WorkerState state(int pipelines) {
        return switch (liveness) {
            case REGISTERING -> WorkerState.REGISTERING;
            case LOST -> WorkerState.UNHEALTHY;
            case ALIVE ->
                !isAvailable()
                        ? WorkerState.DRAINING
                        : pipelines >= maxPipelines() ? WorkerState.BUSY : WorkerState.READY;
        };
    }

    /**
     * As it is shown.
     *
     * @param assigned names of the pipelines that the coordinator has given it
     */
    public WorkerView view(List<String> assigned) {
        return new WorkerView(
                id(), address().toString(), state(assigned.size()), assigned.size(), maxPipelines(), assigned);
    }

    RegisteredWorker with(Liveness now) {
        return new RegisteredWorker(registered, registration, now, drained, heard, reported, handedOver);
    }

    RegisteredWorker withDrained(boolean wish) {
        return new RegisteredWorker(registered, registration, liveness, wish, heard, reported, handedOver);
    }

    RegisteredWorker withHandover(@Nullable Instant at) {
        return new RegisteredWorker(registered, registration, liveness, drained, heard, reported, at);
    }

    /**
     * A heartbeat brings a lost worker back, unless it is about to end; one that is still registering goes on with
     * that.
     */
    RegisteredWorker with(Instant at, HeartbeatRequest beat) {
        Liveness now = liveness == Liveness.LOST && handedOver == null ? Liveness.ALIVE : liveness;
        return new RegisteredWorker(registered, registration, now, drained, at, beat, handedOver);
    }
}
