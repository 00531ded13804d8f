package dev.runner.coordinator.groups;

import org.jspecify.annotations.Nullable;

/**
 * A slot at one moment.
 *
 * @param where what fills it, also while that cannot be reached; null: nothing
 * @param attempt epoch of a deployment that is just being made; 0: none is
 */
public record SlotState(Phase phase, @Nullable Deployed where, long attempt) {

    static final SlotState FRESH = new SlotState(Phase.DEPLOYING, null, 0);

    SlotState with(Phase next) {
        return new SlotState(next, where, attempt);
    }

    SlotState with(@Nullable Deployed now) {
        return new SlotState(phase, now, attempt);
    }

    SlotState attempting(long epoch) {
        return new SlotState(phase, where, epoch);
    }
}
