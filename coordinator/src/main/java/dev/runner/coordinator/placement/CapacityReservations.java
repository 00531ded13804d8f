package dev.runner.coordinator.placement;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.groups.SlotDeployment;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Room on workers that is set aside for slots about to go there, so that placement decisions made at the same time see
 * each other. A worker that starts to drain is first marked, and then {@link #involving} is asked: from the mark on
 * nobody reserves room on it, and the answer has everybody who had.
 *
 * <p>Thread-safe; calls nobody under its lock.
 */
public final class CapacityReservations {

    private final WorkerRegistry registry;
    private final GroupRegistry groups;
    private final PlacementStrategy strategy;
    private final Map<Slot, String> reserved = new HashMap<>();
    private int cursor;

    public CapacityReservations(WorkerRegistry registry, GroupRegistry groups, PlacementStrategy strategy) {
        this.registry = registry;
        this.groups = groups;
        this.strategy = strategy;
    }

    /**
     * Reserves room on some worker. A slot that has room already keeps it, if that worker still qualifies.
     *
     * @param excluded ids of workers that must not be chosen
     * @param preferred id of the worker to prefer, even over the slot's affinity; null: none
     * @return the worker; empty when none has room
     */
    public synchronized Optional<RegisteredWorker> reserve(
            Slot slot, Set<String> excluded, @Nullable String preferred) {
        String before = reserved.get(slot);
        if (before != null && !excluded.contains(before)) {
            Optional<RegisteredWorker> kept = registry.find(before).filter(RegisteredWorker::isAvailable);
            if (kept.isPresent()) {
                return kept;
            }
        }
        reserved.remove(slot);
        List<RegisteredWorker> workers = registry.all();
        List<PlacementCandidate> candidates = candidates(workers, slot, excluded);
        int chosen = preferred == null ? PlacementStrategy.NONE : named(candidates, preferred);
        if (chosen == PlacementStrategy.NONE) {
            String affinity = slot.pipeline().workerAffinity();
            chosen = strategy.choose(candidates, cursor, affinity);
            if (chosen != PlacementStrategy.NONE && !workers.get(chosen).id().equals(affinity)) {
                cursor = chosen + 1;
            }
        }
        return take(slot, chosen, workers);
    }

    /** Reserves room on this worker; empty when it has none, or is not available. */
    public synchronized Optional<RegisteredWorker> reserveOn(Slot slot, String workerId) {
        List<RegisteredWorker> workers = registry.all();
        reserved.remove(slot);
        return take(slot, named(candidates(workers, slot, Set.of()), workerId), workers);
    }

    /** Reserves room for all slots of a group, or for none. Returns whether it did. */
    public synchronized boolean reserveAll(PipelineGroup group) {
        int before = cursor;
        for (Slot slot : group.slots()) {
            if (reserve(slot, Set.of(), null).isEmpty()) {
                group.slots().forEach(reserved::remove);
                cursor = before;
                return false;
            }
        }
        return true;
    }

    private Optional<RegisteredWorker> take(Slot slot, int chosen, List<RegisteredWorker> workers) {
        if (chosen == PlacementStrategy.NONE) {
            return Optional.empty();
        }
        reserved.put(slot, workers.get(chosen).id());
        return Optional.of(workers.get(chosen));
    }

    public synchronized void release(Slot slot) {
        reserved.remove(slot);
    }

    /** The slots that run on the worker, or are about to. */
    public synchronized List<Slot> involving(String workerId) {
        return Stream.concat(groups.slots().stream(), reserved.keySet().stream())
                .distinct()
                .filter(slot -> isInvolved(slot, workerId))
                .toList();
    }

    private boolean isInvolved(Slot slot, String workerId) {
        return slot.isOn(workerId) || workerId.equals(reserved.get(slot));
    }

    /** The moves that would even out the load of the available workers. */
    public synchronized List<RebalancePlanner.Move<Slot>> rebalance() {
        List<RebalancePlanner.Load<Slot>> loads = new ArrayList<>();
        for (RegisteredWorker worker : registry.all()) {
            if (worker.isAvailable()) {
                loads.add(new RebalancePlanner.Load<>(
                        worker.id(),
                        worker.maxPipelines(),
                        involving(worker.id()).stream()
                                .map(slot -> new RebalancePlanner.Item<>(slot, kind(slot), !mayMove(slot)))
                                .toList()));
            }
        }
        return RebalancePlanner.plan(loads);
    }

    private boolean mayMove(Slot slot) {
        return !slot.isPinned() && !reserved.containsKey(slot);
    }

    private static String kind(Slot slot) {
        return slot.groupId() + "/" + slot.pipeline().name();
    }

    private List<PlacementCandidate> candidates(List<RegisteredWorker> workers, Slot slot, Set<String> excluded) {
        Map<String, Integer> loads = new HashMap<>();
        Map<String, Integer> siblings = new HashMap<>();
        Set<Slot> all = new LinkedHashSet<>(groups.slots());
        all.addAll(reserved.keySet());
        for (Slot other : all) {
            if (other.equals(slot)) {
                continue;
            }
            for (String workerId : workersOf(other)) {
                loads.merge(workerId, 1, Integer::sum);
                if (kind(other).equals(kind(slot))) {
                    siblings.merge(workerId, 1, Integer::sum);
                }
            }
        }
        return workers.stream()
                .map(worker -> {
                    int load = loads.getOrDefault(worker.id(), 0);
                    boolean eligible =
                            worker.isAvailable() && load < worker.maxPipelines() && !excluded.contains(worker.id());
                    return new PlacementCandidate(worker.id(), eligible, load, siblings.getOrDefault(worker.id(), 0));
                })
                .toList();
    }

    private Set<String> workersOf(Slot slot) {
        Set<String> ids = new HashSet<>();
        SlotDeployment deployment = slot.deployment();
        if (deployment != null) {
            ids.add(deployment.workerId());
        }
        String next = reserved.get(slot);
        if (next != null) {
            ids.add(next);
        }
        return ids;
    }

    private static int named(List<PlacementCandidate> candidates, String workerId) {
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).isEligible() && candidates.get(i).workerId().equals(workerId)) {
                return i;
            }
        }
        return PlacementStrategy.NONE;
    }
}
