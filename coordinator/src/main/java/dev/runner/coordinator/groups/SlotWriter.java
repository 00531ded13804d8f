package dev.runner.coordinator.groups;

import dev.runner.coordinator.delivery.DeliveryQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The only handle that changes a slot. {@link Slot#runSerially} hands it to a task, and it is valid on that task's
 * thread until the task returns: a later or foreign use throws {@link IllegalStateException}.
 */
public final class SlotWriter {

    private final Slot slot;
    private final Thread owner = Thread.currentThread();
    private boolean closed;

    SlotWriter(Slot slot) {
        this.slot = slot;
    }

    public Slot slot() {
        return slot;
    }

    /** The events for the slot. Only the writer holds, opens and closes it. */
    public DeliveryQueue queue() {
        requireUsable();
        return slot.queue();
    }

    /** Does nothing when the slot is {@link SlotPhase#GONE}, which is final. */
    public void enterPhase(SlotPhase next) {
        update(state -> state.phase() == SlotPhase.GONE ? state : state.withPhase(next));
    }

    /** Records what runs in the slot from now on; null: nothing. */
    public void setDeployment(@Nullable SlotDeployment deployment) {
        update(state -> state.withDeployment(deployment));
    }

    /** Announces that a deployment of this epoch is about to be created on some worker. */
    public void beginAttempt(long epoch) {
        update(state -> state.withAttempt(epoch));
    }

    /** The attempt has succeeded or failed. */
    public void endAttempt() {
        update(state -> state.withAttempt(0));
    }

    /**
     * Records that a checkpoint was stored.
     *
     * @param events how many it covers; null: it does not say
     * @param isLast whether the deployment was stopped for it, and so has accepted nothing since
     */
    public void recordCheckpoint(@Nullable Long events, boolean isLast) {
        update(state -> state.withCheckpoint(events, isLast));
    }

    void close() {
        closed = true;
    }

    private void update(UnaryOperator<SlotState> change) {
        requireUsable();
        slot.setState(change.apply(slot.state()));
    }

    private void requireUsable() {
        if (Thread.currentThread() != owner || closed) {
            throw new IllegalStateException(
                    "the slot " + slot + " may be changed only by the task that Slot.runSerially runs at this moment");
        }
    }
}
