package dev.runner.coordinator.placement;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a worker is chosen when none is requested. Replicas of a pipeline are first kept apart. */
public enum PlacementStrategy {
    /** The next one in the order of registration. */
    ROUND_ROBIN,
    /** The one with the fewest pipelines; among several, the one that registered first. */
    LEAST_LOADED;

    /** No worker is eligible. */
    public static final int NONE = -1;

    /**
     * Parses the value of {@code --placement}.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static PlacementStrategy parse(String text) {
        for (PlacementStrategy strategy : values()) {
            if (strategy.option().equals(text)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException("--placement must be "
                + Arrays.stream(values()).map(PlacementStrategy::option).collect(Collectors.joining(" or "))
                + ", but is \""
                + text + "\"");
    }

    private String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Chooses a worker.
     *
     * @param workers all, in the order of their registration
     * @param cursor where round robin continues: one after the index that it chose last
     * @param wanted id of the worker to choose if it is eligible; null: any
     * @return an index, or {@link #NONE}
     */
    public int choose(List<PlacementCandidate> workers, int cursor, @Nullable String wanted) {
        int best = NONE;
        for (int step = 0; step < workers.size(); step++) {
            int index = this == ROUND_ROBIN ? Math.floorMod(cursor + step, workers.size()) : step;
            PlacementCandidate candidate = workers.get(index);
            if (!candidate.isEligible()) {
                continue;
            }
            if (candidate.workerId().equals(wanted)) {
                return index;
            }
            if (best == NONE || isBetter(candidate, workers.get(best))) {
                best = index;
            }
        }
        return best;
    }

    private boolean isBetter(PlacementCandidate one, PlacementCandidate best) {
        if (one.siblings() != best.siblings()) {
            return one.siblings() < best.siblings();
        }
        return this == LEAST_LOADED && one.load() < best.load();
    }
}
