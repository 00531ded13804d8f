package dev.runner.coordinator.registry;

import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.WorkerState;
import dev.runner.protocol.WorkerView;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable snapshot of a worker.
 *
 * @param registered what it reported when it registered
 * @param registration counts all registrations: a later incarnation of the same id has a greater one
 * @param drained whether it was withdrawn from placement, which lost heartbeats do not end
 * @param heard time of its last registration or heartbeat
 * @param reported its last heartbeat; the API shows the pipelines assigned here instead of its count
 * @param expectedSince since when it is expected back: it has handed over, or may have ended on purpose unseen; {@link
 *     Instant#MAX} while it hands over; null: it is not about to end
 */
public record RegisteredWorker(
        WorkerRegistration registered,
        long registration,
        Liveness liveness,
        boolean drained,
        Instant heard,
        HeartbeatRequest reported,
        @Nullable Instant expectedSince) {

    static RegisteredWorker registering(WorkerRegistration asked, long registration, Instant at) {
        HeartbeatRequest first = new HeartbeatRequest(0L, asked.capacity().pipelinesRunning());
        return new RegisteredWorker(asked, registration, Liveness.REGISTERING, false, at, first, null);
    }

    public String id() {
        return registered.workerId();
    }

    /** Base URL for calls of the coordinator. */
    public URI address() {
        return registered.address();
    }

    /** A new id for each process. */
    public String instance() {
        return registered.instance();
    }

    /** Whether it is still the process with this instance id, and not a successor under the same name. */
    public boolean isSameProcess(String instance) {
        return instance().equals(instance);
    }

    /** How many pipelines it may run at most. */
    public int maxPipelines() {
        return registered.capacity().maxPipelines();
    }

    public boolean isLost() {
        return liveness == Liveness.LOST;
    }

    public boolean isRegistering() {
        return liveness == Liveness.REGISTERING;
    }

    /** Whether it is alive, not drained and not about to end, so that it may be given pipelines while it has room. */
    public boolean isAvailable() {
        return liveness == Liveness.ALIVE && !drained && expectedSince == null;
    }

    /** Its state by its own report. */
    public WorkerState state() {
        return state(reported.pipelinesRunning());
    }

    /** A worker that is lost and drained is shown as lost, which matters first. */
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
     * The worker as the API shows it.
     *
     * @param assigned names of the pipelines that the coordinator has assigned to it
     */
    public WorkerView view(List<String> assigned) {
        return new WorkerView(
                id(), address().toString(), state(assigned.size()), assigned.size(), maxPipelines(), assigned);
    }

    RegisteredWorker with(Liveness now) {
        return new RegisteredWorker(registered, registration, now, drained, heard, reported, expectedSince);
    }

    RegisteredWorker withDrained(boolean wish) {
        return new RegisteredWorker(registered, registration, liveness, wish, heard, reported, expectedSince);
    }

    /** Whether it keeps the last state of this deployment, which ran in an earlier process of it. */
    public boolean keeps(String pipelineId) {
        return registered.kept().stream().anyMatch(view -> view.id().equals(pipelineId));
    }

    RegisteredWorker withoutKeptState(String pipelineId) {
        return new RegisteredWorker(
                registered.withoutKeptState(pipelineId),
                registration,
                liveness,
                drained,
                heard,
                reported,
                expectedSince);
    }

    RegisteredWorker withExpectedSince(@Nullable Instant at) {
        return new RegisteredWorker(registered, registration, liveness, drained, heard, reported, at);
    }

    /** A heartbeat revives a lost worker, unless it is about to end; one that is registering remains so. */
    RegisteredWorker with(Instant at, HeartbeatRequest beat) {
        Liveness now = liveness == Liveness.LOST && expectedSince == null ? Liveness.ALIVE : liveness;
        return new RegisteredWorker(registered, registration, now, drained, at, beat, expectedSince);
    }
}
