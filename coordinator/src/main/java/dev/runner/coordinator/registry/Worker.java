package dev.runner.coordinator.registry;

import dev.runner.member.ApiKey;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.WorkerState;
import dev.runner.protocol.WorkerView;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one worker at one moment.
 *
 * @param registration counts all registrations, so that a later incarnation of the same id has a greater one
 * @param address where the coordinator calls it
 * @param key what the coordinator shows when it calls it
 * @param exchange {@code host:port} at which other workers reach it, the host being the one that its registration came
 *     from; null where it has no exchange
 * @param drained whether it was asked to have no pipelines: a wish, which outlives lost heartbeats
 * @param reportedPipelines what the worker said last, for its capacity; what is shown are those assigned here
 * @param assigned names of the pipelines that the coordinator has given it
 */
public record Worker(
        String id,
        long registration,
        URI address,
        ApiKey key,
        @Nullable String exchange,
        Capacity capacity,
        Liveness liveness,
        boolean drained,
        Instant lastHeartbeat,
        long eventsProcessed,
        int reportedPipelines,
        List<String> assigned) {

    public Worker {
        assigned = List.copyOf(assigned);
    }

    /** A worker that was lost or drained and is both is shown as lost, because that is what matters first. */
    public WorkerState state() {
        return switch (liveness) {
            case REGISTERING -> WorkerState.REGISTERING;
            case LOST -> WorkerState.UNHEALTHY;
            case ALIVE -> drained ? WorkerState.DRAINING : isFull() ? WorkerState.BUSY : WorkerState.READY;
        };
    }

    private boolean isFull() {
        return Math.max(assigned.size(), reportedPipelines) >= capacity.maxPipelines();
    }

    public WorkerView view() {
        return new WorkerView(id, address.toString(), state(), assigned.size(), capacity.maxPipelines(), assigned);
    }

    Worker with(Liveness now) {
        return new Worker(
                id,
                registration,
                address,
                key,
                exchange,
                capacity,
                now,
                drained,
                lastHeartbeat,
                eventsProcessed,
                reportedPipelines,
                assigned);
    }

    Worker withDrained(boolean wish) {
        return new Worker(
                id,
                registration,
                address,
                key,
                exchange,
                capacity,
                liveness,
                wish,
                lastHeartbeat,
                eventsProcessed,
                reportedPipelines,
                assigned);
    }

    /** A heartbeat brings a lost worker back; one that is still registering goes on with that. */
    Worker withHeartbeat(Instant at, long events, int pipelines) {
        return new Worker(
                id,
                registration,
                address,
                key,
                exchange,
                capacity,
                liveness == Liveness.LOST ? Liveness.ALIVE : liveness,
                drained,
                at,
                events,
                pipelines,
                assigned);
    }
}
