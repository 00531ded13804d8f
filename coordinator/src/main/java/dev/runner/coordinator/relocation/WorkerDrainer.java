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
import dev.runner.protocol.HandoverResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes pipelines off a worker on purpose: drain, deletion, handover. */
public final class WorkerDrainer {

    private static final Logger LOG = LoggerFactory.getLogger("relocation");

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
     * wait from then on. The worker keeps what could not be taken, and is then expected back with it for a while, even
     * if it does not mean to come back; the other pipelines of one that leaves run elsewhere at once.
     *
     * @return what was taken, and is in the store
     * @throws ApiException 404 when there is no such worker, 409 when another process has its name now
     */
    public CompletableFuture<HandoverResponse> handOver(String id, HandoverRequest request) {
        RegisteredWorker worker = registry.find(id).orElseThrow(() -> unknown(id));
        if (!worker.instance().equals(request.instance())) {
            throw new ApiException(409, "stale_instance", "another process has registered as \"" + id + "\"");
        }
        registry.beginHandover(id, worker.registration());
        Map<Slot, CompletableFuture<SlotHandover>> steps = new LinkedHashMap<>();
        reservations.involving(id).forEach(slot -> steps.put(slot, handOver(slot, worker)));
        return CompletableFuture.allOf(steps.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    registry.handoverEnded(id, worker.registration());
                    List<Slot> taken = with(SlotHandover.Result.TAKEN, steps);
                    if (request.leaving()) {
                        leave(worker, taken, with(SlotHandover.Result.FAILED, steps));
                    }
                    return HandoverResponse.of(steps.values().stream()
                            .map(step -> step.join().taken())
                            .filter(Objects::nonNull)
                            .toList());
                });
    }

    private CompletableFuture<SlotHandover> handOver(Slot slot, RegisteredWorker worker) {
        return slot.runSerially(writer -> relocator.handOver(writer, worker)).exceptionally(problem -> {
            LOG.atError()
                    .addKeyValue("group", slot.groupName())
                    .addKeyValue("pipeline", slot.name())
                    .addKeyValue("worker", worker.id())
                    .setCause(problem)
                    .log("its state could not be taken; its worker keeps it");
            return SlotHandover.FAILED;
        });
    }

    private static List<Slot> with(SlotHandover.Result result, Map<Slot, CompletableFuture<SlotHandover>> steps) {
        return steps.entrySet().stream()
                .filter(step -> step.getValue().join().result() == result)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void leave(RegisteredWorker worker, List<Slot> taken, List<Slot> failed) {
        if (failed.isEmpty()) {
            registry.leave(worker.id(), worker.registration());
            return;
        }
        LOG.atWarn().addKeyValue("worker", worker.id()).log("leaves with the state of {}, and is waited for", failed);
        for (Slot slot : taken) {
            CompletableFuture<?> unused = slot.runSerially(writer -> {
                relocator.leave(writer, worker);
                return slot;
            });
        }
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
