package dev.runner.coordinator.groups;

import org.jspecify.annotations.Nullable;

/**
 * An immutable snapshot of a slot.
 *
 * @param deployment what runs in the slot, even while its worker cannot be reached; null: nothing
 * @param attempt epoch of the deployment that is being created at this moment; 0: none
 * @param checkpointedEvents how many events the last checkpoint covers; null when none was taken since the coordinator
 *     started
 * @param lastStateStored whether the stored checkpoint is all that the deployment ever had, because it was stopped for
 *     it; otherwise the deployment may have accepted more since
 */
public record SlotState(
        SlotPhase phase,
        @Nullable SlotDeployment deployment,
        long attempt,
        @Nullable Long checkpointedEvents,
        boolean lastStateStored) {

    /** A slot of a new group, or one that the coordinator found in its store and whose worker has to register first. */
    static SlotState initial(@Nullable SlotDeployment restored) {
        return new SlotState(restored == null ? SlotPhase.DEPLOYING : SlotPhase.WAITING, restored, 0, null, false);
    }

    SlotState withPhase(SlotPhase next) {
        boolean stored = lastStateStored && next != SlotPhase.RUNNING;
        return new SlotState(next, deployment, attempt, checkpointedEvents, stored);
    }

    SlotState withDeployment(@Nullable SlotDeployment next) {
        return new SlotState(phase, next, attempt, checkpointedEvents, false);
    }

    SlotState withAttempt(long epoch) {
        return new SlotState(phase, deployment, epoch, checkpointedEvents, lastStateStored);
    }

    SlotState withCheckpoint(@Nullable Long events, boolean isLast) {
        return new SlotState(phase, deployment, attempt, events, isLast);
    }
}
