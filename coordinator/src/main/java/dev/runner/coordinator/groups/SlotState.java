package dev.runner.coordinator.groups;

import org.jspecify.annotations.Nullable;

/**
 * A slot at one moment.
 *
 * @param where what fills it, also while that cannot be reached; null: nothing
 * @param attempt epoch of a deployment that is just being made; 0: none is
 */
public record SlotState(SlotPhase phase, @Nullable SlotDeployment where, long attempt) {

    static final SlotState FRESH = new SlotState(SlotPhase.DEPLOYING, null, 0);

    SlotState with(SlotPhase next) {
        return new SlotState(next, where, attempt);
    }

    SlotState with(@Nullable SlotDeployment now) {
        return new SlotState(phase, now, attempt);
    }

    SlotState attempting(long epoch) {
        return new SlotState(phase, where, epoch);
    }
}
