package dev.runner.coordinator.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans moves that even out the number of pipelines per worker. */
public final class RebalancePlanner {

    /**
     * The load of a worker.
     *
     * @param room how many pipelines it can run at most
     */
    public record Load<P>(String workerId, int room, List<Item<P>> items) {

        public Load {
            items = List.copyOf(items);
        }
    }

    /**
     * One pipeline or replica.
     *
     * @param kind equal for replicas of the same pipeline, which are kept apart where possible
     */
    public record Item<P>(P what, Object kind, boolean pinned) {}

    /** One move. */
    public record Move<P>(P what, String to) {}

    private RebalancePlanner() {}

    /** The fewest moves after which the loads differ by one at most, as far as pinned items allow. */
    public static <P> List<Move<P>> plan(List<Load<P>> workers) {
        Map<String, List<Item<P>>> now = new HashMap<>();
        workers.forEach(worker -> now.put(worker.workerId(), new ArrayList<>(worker.items())));
        List<Move<P>> moves = new ArrayList<>();
        for (Optional<Move<P>> step = next(workers, now); step.isPresent(); step = next(workers, now)) {
            moves.add(step.get());
        }
        return moves;
    }

    private static <P> Optional<Move<P>> next(List<Load<P>> workers, Map<String, List<Item<P>>> now) {
        List<Item<P>> from = List.of();
        List<Item<P>> to = List.of();
        String target = "";
        int least = Integer.MAX_VALUE;
        for (Load<P> worker : workers) {
            List<Item<P>> items = now.getOrDefault(worker.workerId(), List.of());
            if (items.size() > from.size() && items.stream().anyMatch(item -> !item.pinned())) {
                from = items;
            }
            if (items.size() < least && items.size() < worker.room()) {
                to = items;
                target = worker.workerId();
                least = items.size();
            }
        }
        if (from.size() - (long) least <= 1) {
            return Optional.empty();
        }
        Item<P> moved = bestToMove(from, to);
        from.remove(moved);
        to.add(moved);
        return Optional.of(new Move<>(moved.what(), target));
    }

    private static <P> Item<P> bestToMove(List<Item<P>> from, List<Item<P>> to) {
        Item<P> best = null;
        int bestGain = Integer.MIN_VALUE;
        for (Item<P> item : from) {
            int gain = count(from, item.kind()) - count(to, item.kind());
            if (!item.pinned() && gain > bestGain) {
                best = item;
                bestGain = gain;
            }
        }
        if (best == null) {
            throw new IllegalStateException("a worker was chosen that has only pinned pipelines");
        }
        return best;
    }

    private static <P> int count(List<Item<P>> items, Object kind) {
        return (int) items.stream().filter(item -> item.kind().equals(kind)).count();
    }
}
