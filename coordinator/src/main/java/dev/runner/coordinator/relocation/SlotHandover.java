package dev.runner.coordinator.relocation;

import dev.runner.protocol.TakenState;
import org.jspecify.annotations.Nullable;

/**
 * How a slot was handed over by a worker that is about to end.
 *
 * @param result whether its state is in the store now
 * @param taken what the worker need not keep any more; null: nothing
 */
record SlotHandover(Result result, @Nullable TakenState taken) {

    enum Result {
        /** The worker has nothing of it. */
        NOTHING,
        /** Its state is in the store. */
        TAKEN,
        /** Its state could not be read or stored: the worker keeps it. */
        FAILED
    }

    static final SlotHandover NOTHING = new SlotHandover(Result.NOTHING, null);
    static final SlotHandover FAILED = new SlotHandover(Result.FAILED, null);

    /** What an earlier process of the worker had kept is in the store. */
    static final SlotHandover KEPT_STATE = new SlotHandover(Result.TAKEN, null);

    /** A state was read and stored. One without a version is kept by the worker too, which does no harm. */
    static SlotHandover taken(String pipelineId, byte[] state) {
        Long version = CheckpointHeader.of(state).version();
        return new SlotHandover(Result.TAKEN, version == null ? null : new TakenState(pipelineId, version));
    }
}
