package dev.runner.coordinator.groups;

import dev.runner.coordinator.delivery.DeliveryQueue;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.PipelineRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Creates groups with their slots. */
public final class GroupFactory {

    private final AtomicLong lastNumber = new AtomicLong();
    private final Supplier<String> ids;
    private final Function<String, DeliveryQueue> queues;
    private final Executor threads;

    /**
     * Creates a factory.
     *
     * @param ids returns a new id at each call, one never used before
     * @param queues creates the queue of a slot with this name; the queue holds its events until it is opened
     * @param threads run the tasks of all slots
     */
    public GroupFactory(Supplier<String> ids, Function<String, DeliveryQueue> queues, Executor threads) {
        this.ids = ids;
        this.queues = queues;
        this.threads = threads;
    }

    /** Creates a group in which nothing runs yet. */
    public PipelineGroup create(GroupRequest request) {
        return group(ids.get(), lastNumber.incrementAndGet(), request, slot -> Optional.empty());
    }

    /**
     * Creates a group again that the store remembers.
     *
     * @param placements what runs in the slot with this name, as far as the store knows
     */
    public PipelineGroup restore(
            String id, long number, GroupRequest request, Function<String, Optional<SlotDeployment>> placements) {
        lastNumber.accumulateAndGet(number, Math::max);
        return group(id, number, request, placements);
    }

    private PipelineGroup group(
            String id, long number, GroupRequest request, Function<String, Optional<SlotDeployment>> placements) {
        List<GroupPipeline> pipelines = new ArrayList<>();
        for (PipelineRequest pipeline : request.pipelines()) {
            List<Slot> replicas = new ArrayList<>();
            for (int i = 0; i < pipeline.count(); i++) {
                SlotName name = SlotName.of(id, request.name(), pipeline, i);
                SlotDeployment restored = placements.apply(name.slot()).orElse(null);
                replicas.add(new Slot(name, pipeline, queues.apply(name.slot()), threads, restored));
            }
            pipelines.add(new GroupPipeline(pipeline, replicas));
        }
        return new PipelineGroup(id, number, request, pipelines);
    }
}
