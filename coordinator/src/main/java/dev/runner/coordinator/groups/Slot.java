package dev.runner.coordinator.groups;

import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.PipelineRequest;
import dev.runner.service.SerialExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place of a group that one deployment fills: a pipeline, or one replica of it. Anybody may read its {@link #state},
 * from any thread; only a task of {@link #runSerially} gets the {@link SlotWriter} that changes it.
 */
public final class Slot {

    private final SlotName name;
    private final PipelineRequest pipeline;
    private final DeliveryQueue queue;
    private final SerialExecutor executor;
    private volatile SlotState state;

    /**
     * A slot that nobody knows of yet.
     *
     * @param threads run the tasks of this slot and of others
     * @param restored what the store says runs in it; null: nothing
     */
    Slot(
            SlotName name,
            PipelineRequest pipeline,
            DeliveryQueue queue,
            Executor threads,
            @Nullable SlotDeployment restored) {
        this.name = name;
        this.pipeline = pipeline;
        this.queue = queue;
        this.executor = new SerialExecutor(threads);
        this.state = SlotState.initial(restored);
    }

    public String groupId() {
        return name.groupId();
    }

    public String groupName() {
        return name.groupName();
    }

    public PipelineRequest pipeline() {
        return pipeline;
    }

    /** {@code p}, or {@code p#0} where the pipeline has several replicas. */
    public String name() {
        return name.slot();
    }

    /** Unique in the cluster, and never used again. */
    public String key() {
        return name.groupId() + "/" + name.slot();
    }

    DeliveryQueue queue() {
        return queue;
    }

    public boolean isPinned() {
        return pipeline.workerAffinity() != null;
    }

    public SlotState state() {
        return state;
    }

    void setState(SlotState next) {
        state = next;
    }

    public SlotPhase phase() {
        return state.phase();
    }

    /** What runs in the slot; null: nothing. */
    public @Nullable SlotDeployment deployment() {
        return state.deployment();
    }

    public boolean isOn(String workerId) {
        SlotDeployment now = state.deployment();
        return now != null && now.workerId().equals(workerId);
    }

    public Assignment assignment(long epoch) {
        return new Assignment(groupId(), groupName(), name(), epoch);
    }

    /**
     * Runs a task after all tasks submitted before have ended.
     *
     * @return the task's result, or what it threw
     */
    public <T> CompletableFuture<T> runSerially(Function<SlotWriter, T> task) {
        return executor.submit(() -> {
            SlotWriter writer = new SlotWriter(this);
            try {
                return task.apply(writer);
            } finally {
                writer.close();
            }
        });
    }

    /** The same in every run, so that a simulation can be repeated; two slots are never equal. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return key();
    }
}
