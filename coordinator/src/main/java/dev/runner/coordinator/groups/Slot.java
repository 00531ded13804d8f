package dev.runner.coordinator.groups;

import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.PipelineRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One place of a group: a pipeline, or one replica of it. What happens to it happens one after the other, in {@link
 * #runSerially}; only there is its state changed. Anybody may read it.
 */
public final class Slot {

    private final String groupId;
    private final String groupName;
    private final PipelineRequest pipeline;
    private final String name;
    private final DeliveryQueue queue;
    private final SerialExecutor turns;
    private volatile SlotState state = SlotState.FRESH;
    private volatile @Nullable Long checkpointedEvents;

    Slot(
            String groupId,
            String groupName,
            PipelineRequest pipeline,
            int replica,
            Function<Slot, DeliveryQueue> queues,
            Executor threads) {
        this.groupId = groupId;
        this.groupName = groupName;
        this.pipeline = pipeline;
        this.name = pipeline.count() > 1 ? pipeline.name() + "#" + replica : pipeline.name();
        this.turns = new SerialExecutor(threads);
        this.queue = queues.apply(this);
    }

    public String groupId() {
        return groupId;
    }

    public String groupName() {
        return groupName;
    }

    public PipelineRequest pipeline() {
        return pipeline;
    }

    /** {@code p}, or {@code p#0} where there are several. */
    public String name() {
        return name;
    }

    /** Unique in the cluster, and for ever. */
    public String key() {
        return groupId + "/" + name;
    }

    /** The events that wait for it. */
    public DeliveryQueue queue() {
        return queue;
    }

    public boolean isPinned() {
        return pipeline.workerAffinity() != null;
    }

    public SlotState state() {
        return state;
    }

    public SlotPhase phase() {
        return state.phase();
    }

    /** What fills it; null: nothing. */
    public @Nullable SlotDeployment where() {
        return state.where();
    }

    public boolean isOn(String workerId) {
        SlotDeployment now = state.where();
        return now != null && now.workerId().equals(workerId);
    }

    /** How many events the last checkpoint has seen; null where none was taken since the coordinator started. */
    public @Nullable Long checkpointedEvents() {
        return checkpointedEvents;
    }

    public void checkpointed(@Nullable Long events) {
        checkpointedEvents = events;
    }

    public Assignment assignment(long epoch) {
        return new Assignment(groupId, groupName, name, epoch);
    }

    /** Does this when all that was given before is done. Whatever changes the slot's state comes through here. */
    public <T> CompletableFuture<T> runSerially(Supplier<T> task) {
        return turns.submit(task);
    }

    /** Does nothing to a slot that is gone: that is for good. */
    public void become(SlotPhase next) {
        if (state.phase() != SlotPhase.GONE) {
            state = state.with(next);
        }
    }

    public void fill(@Nullable SlotDeployment now) {
        state = state.with(now);
    }

    public void attempt(long epoch) {
        state = state.attempting(epoch);
    }

    @Override
    public String toString() {
        return key();
    }
}
