package dev.runner.coordinator.registry;

import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.WorkerState;
import dev.runner.protocol.WorkerView;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What is known of one worker at one moment.
 *
 * @param registered what it said of itself
 * @param registration counts all registrations, so that a later incarnation of the same id has a greater one
 * @param drained whether it was asked to have no pipelines: a wish, which outlives lost heartbeats
 * @param heard when it last gave a sign of life
 * @param reported what that sign said; shown are the pipelines assigned here, and not those that it counts
 * @param assigned names of the pipelines that the coordinator has given it
 */
public record Worker(
        Registration registered,
        long registration,
        Liveness liveness,
        boolean drained,
        Instant heard,
        HeartbeatRequest reported,
        List<String> assigned) {

    public Worker {
        assigned = List.copyOf(assigned);
    }

    static Worker registering(Registration asked, long registration, Instant at) {
        HeartbeatRequest first = new HeartbeatRequest(0L, asked.capacity().pipelinesRunning());
        return new Worker(asked, registration, Liveness.REGISTERING, false, at, first, List.of());
    }

    public String id() {
        return registered.workerId();
    }

    /** Where the coordinator calls it. */
    public URI address() {
        return registered.address();
    }

    /** A worker that is both lost and drained is shown as lost, because that is what matters first. */
    public WorkerState state() {
        return switch (liveness) {
            case REGISTERING -> WorkerState.REGISTERING;
            case LOST -> WorkerState.UNHEALTHY;
            case ALIVE -> drained ? WorkerState.DRAINING : isFull() ? WorkerState.BUSY : WorkerState.READY;
        };
    }

    private boolean isFull() {
        return Math.max(assigned.size(), reported.pipelinesRunning())
                >= registered.capacity().maxPipelines();
    }

    public WorkerView view() {
        int most = registered.capacity().maxPipelines();
        return new WorkerView(id(), address().toString(), state(), assigned.size(), most, assigned);
    }

    Worker with(Liveness now) {
        return new Worker(registered, registration, now, drained, heard, reported, assigned);
    }

    Worker withDrained(boolean wish) {
        return new Worker(registered, registration, liveness, wish, heard, reported, assigned);
    }

    /** A heartbeat brings a lost worker back; one that is still registering goes on with that. */
    Worker with(Instant at, HeartbeatRequest beat) {
        Liveness now = liveness == Liveness.LOST ? Liveness.ALIVE : liveness;
        return new Worker(registered, registration, now, drained, at, beat, assigned);
    }
}
