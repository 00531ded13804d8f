package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.Deployed;
import dev.runner.coordinator.groups.Group;
import dev.runner.coordinator.groups.GroupTable;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.placement.Candidate;
import dev.runner.coordinator.placement.Rebalance;
import dev.runner.coordinator.placement.Strategy;
import dev.runner.coordinator.registry.Worker;
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
 * Room on workers for slots that are about to go there, so that decisions made at the same time know of each other. A
 * worker that begins to leave is asked for here after it was marked: then nobody takes room on it any more, and {@link
 * #involving} has all who have. Nothing is called out to under its lock.
 */
public final class Reservations {

    private final WorkerRegistry registry;
    private final GroupTable groups;
    private final Strategy strategy;
    private final Map<Slot, String> reserved = new HashMap<>();
    private int cursor;

    public Reservations(WorkerRegistry registry, GroupTable groups, Strategy strategy) {
        this.registry = registry;
        this.groups = groups;
        this.strategy = strategy;
    }

    /**
     * Takes room on a worker, unless the slot has some already.
     *
     * @param excluded workers that are out of the question
     * @param wanted the worker to prefer, before the slot's affinity; null: none
     */
    synchronized Optional<Worker> reserve(Slot slot, Set<String> excluded, @Nullable String wanted) {
        String before = reserved.get(slot);
        if (before != null && !excluded.contains(before)) {
            Optional<Worker> kept = registry.find(before).filter(Worker::isAvailable);
            if (kept.isPresent()) {
                return kept;
            }
        }
        reserved.remove(slot);
        List<Worker> workers = registry.all();
        List<Candidate> candidates = candidates(workers, slot, excluded);
        int chosen = wanted == null ? Strategy.NONE : named(candidates, wanted);
        if (chosen == Strategy.NONE) {
            String affinity = slot.pipeline().workerAffinity();
            chosen = strategy.choose(candidates, cursor, affinity);
            if (chosen != Strategy.NONE && !workers.get(chosen).id().equals(affinity)) {
                cursor = chosen + 1;
            }
        }
        return take(slot, chosen, workers);
    }

    /** Takes room on this worker; empty when it has none, or is not available. */
    synchronized Optional<Worker> reserveOn(Slot slot, String workerId) {
        List<Worker> workers = registry.all();
        reserved.remove(slot);
        return take(slot, named(candidates(workers, slot, Set.of()), workerId), workers);
    }

    /** Takes room for all of a group, or for none of it. */
    synchronized boolean reserveAll(Group group) {
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

    private Optional<Worker> take(Slot slot, int chosen, List<Worker> workers) {
        if (chosen == Strategy.NONE) {
            return Optional.empty();
        }
        reserved.put(slot, workers.get(chosen).id());
        return Optional.of(workers.get(chosen));
    }

    synchronized void release(Slot slot) {
        reserved.remove(slot);
    }

    /** The slots that are on the worker, or about to be. */
    synchronized List<Slot> involving(String workerId) {
        return Stream.concat(groups.slots().stream(), reserved.keySet().stream())
                .distinct()
                .filter(slot -> isInvolved(slot, workerId))
                .toList();
    }

    private boolean isInvolved(Slot slot, String workerId) {
        return slot.isOn(workerId) || workerId.equals(reserved.get(slot));
    }

    /** The moves that even out the workers which take pipelines at this moment. */
    synchronized List<Rebalance.Move<Slot>> rebalance() {
        List<Rebalance.Load<Slot>> loads = new ArrayList<>();
        for (Worker worker : registry.all()) {
            if (worker.isAvailable()) {
                loads.add(new Rebalance.Load<>(
                        worker.id(),
                        worker.mostPipelines(),
                        involving(worker.id()).stream()
                                .map(slot -> new Rebalance.Item<>(slot, kind(slot), !mayMove(slot)))
                                .toList()));
            }
        }
        return Rebalance.plan(loads);
    }

    private boolean mayMove(Slot slot) {
        return !slot.isPinned() && !reserved.containsKey(slot);
    }

    private static String kind(Slot slot) {
        return slot.groupId() + "/" + slot.pipeline().name();
    }

    private List<Candidate> candidates(List<Worker> workers, Slot slot, Set<String> excluded) {
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
                            worker.isAvailable() && load < worker.mostPipelines() && !excluded.contains(worker.id());
                    return new Candidate(worker.id(), eligible, load, siblings.getOrDefault(worker.id(), 0));
                })
                .toList();
    }

    private Set<String> workersOf(Slot slot) {
        Set<String> ids = new HashSet<>();
        Deployed where = slot.where();
        if (where != null) {
            ids.add(where.workerId());
        }
        String next = reserved.get(slot);
        if (next != null) {
            ids.add(next);
        }
        return ids;
    }

    private static int named(List<Candidate> candidates, String workerId) {
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).isEligible() && candidates.get(i).workerId().equals(workerId)) {
                return i;
            }
        }
        return Strategy.NONE;
    }
}
