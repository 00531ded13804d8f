package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotPhase;
import dev.runner.coordinator.groups.SlotWriter;
import dev.runner.coordinator.placement.CapacityReservations;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.http.ApiException;
import dev.runner.protocol.DrainAnswer;
import dev.runner.protocol.HandoverRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Takes pipelines off a worker on purpose: drain, deletion, handover. */
public final class WorkerDrainer {

    private final WorkerRegistry registry;
    private final CapacityReservations reservations;
    private final Relocator relocator;
    private final Reconciler reconciler;

    public WorkerDrainer(
            WorkerRegistry registry, CapacityReservations reservations, Relocator relocator, Reconciler reconciler) {
        this.registry = registry;
        this.reservations = reservations;
        this.relocator = relocator;
        this.reconciler = reconciler;
    }

    /**
     * Moves all pipelines of a worker to others. It gets none until it is undrained or registers again.
     *
     * @return completes when it has none left; fails with 503 when some must stay, because no other worker has room
     * @throws ApiException 404 when there is no such worker
     */
    public CompletableFuture<DrainAnswer> drain(String id) {
        List<Slot> before = reservations.involving(id);
        requireKnown(id, registry.drain(id));
        return moveAway(id).thenApply(done -> {
            int stay = reservations.involving(id).size();
            int moved = (int) before.stream()
                    .filter(slot -> slot.phase() != SlotPhase.GONE && !slot.isOn(id))
                    .count();
            if (stay > 0) {
                throw new ApiException(
                        503,
                        "no_workers_available",
                        stay + " pipelines go on running on " + id + ", because no other worker has room; start one,"
                                + " and they move by themselves");
            }
            return new DrainAnswer(id, moved, "drained");
        });
    }

    /**
     * Makes a worker available for pipelines again.
     *
     * @throws ApiException 404 when there is no such worker
     */
    public DrainAnswer undrain(String id) {
        requireKnown(id, registry.undrain(id));
        return new DrainAnswer(id, 0, "undrained");
    }

    /**
     * Removes a worker from the registry, after moving its pipelines to others as far as possible.
     *
     * @throws ApiException 404 when there is no such worker
     */
    public CompletableFuture<Boolean> delete(String id) {
        requireKnown(id, registry.drain(id));
        return moveAway(id).thenApply(moved -> {
            boolean deleted = registry.delete(id);
            reconciler.forget(id);
            reconciler.requestSweep();
            return deleted;
        });
    }

    private CompletableFuture<Integer> moveAway(String id) {
        return forEach(id, writer -> {
            relocator.settle(writer);
            return !writer.slot().isOn(id);
        });
    }

    /**
     * Takes the state of all pipelines of a worker that is shutting down, whether to come back or not. Their events
     * wait from then on.
     *
     * @return of how many pipelines the state was taken
     * @throws ApiException 404 when there is no such worker, 409 when another process has its name now
     */
    public CompletableFuture<Integer> handOver(String id, HandoverRequest request) {
        RegisteredWorker worker = registry.find(id).orElseThrow(() -> unknown(id));
        if (!worker.instance().equals(request.instance())) {
            throw new ApiException(409, "stale_instance", "another process has registered as \"" + id + "\"");
        }
        registry.beginHandover(id, worker.registration());
        return forEach(id, writer -> relocator.handOver(writer, worker)).thenApply(taken -> {
            if (request.leaving()) {
                registry.leave(id, worker.registration());
            }
            return taken;
        });
    }

    /** Runs a step serially for each slot that is on the worker or about to be, and counts those that returned true. */
    private CompletableFuture<Integer> forEach(String id, Predicate<SlotWriter> step) {
        List<CompletableFuture<Boolean>> steps = reservations.involving(id).stream()
                .map(slot -> slot.runSerially(step::test))
                .toList();
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new)).thenApply(all ->
                (int) steps.stream().filter(CompletableFuture::join).count());
    }

    private static void requireKnown(String id, Optional<RegisteredWorker> found) {
        if (found.isEmpty()) {
            throw unknown(id);
        }
    }

    private static ApiException unknown(String id) {
        return new ApiException(404, "worker_not_found", "no worker \"" + id + "\" is registered");
    }
}
