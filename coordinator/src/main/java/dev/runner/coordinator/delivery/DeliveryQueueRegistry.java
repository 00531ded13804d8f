package dev.runner.coordinator.delivery;

import dev.runner.service.TaskScheduler;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What all slots' queues share, and all queues that there are. */
public final class DeliveryQueueRegistry {

    private final WorkerEventClient calls;
    private final TaskScheduler schedule;
    private final Clock clock;
    private final Supplier<String> sources;
    private final DeliverySettings settings;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final Set<DeliveryQueue> queues = ConcurrentHashMap.newKeySet();

    /**
     * Without any queue.
     *
     * @param schedule runs repeats and deadlines; it has a thread for itself, as that builds the bodies of calls
     * @param clock measures deadlines; it must not jump
     * @param sources gives a new name at each call, which nobody has given before, over restarts too: letters and
     *     digits
     */
    public DeliveryQueueRegistry(
            WorkerEventClient calls,
            TaskScheduler schedule,
            Clock clock,
            Supplier<String> sources,
            DeliverySettings settings) {
        this.calls = calls;
        this.schedule = schedule;
        this.clock = clock;
        this.sources = sources;
        this.settings = settings;
    }

    /**
     * A new slot's queue. It is held until it is told where the slot runs.
     *
     * @param slot the pipeline's name, with its replica's number where it has replicas ({@code p#0})
     */
    public DeliveryQueue queue(String slot, UnreachableWorkerListener trouble) {
        DeliveryQueue queue = new DeliveryQueue(slot, sources.get(), this, trouble);
        queues.add(queue);
        return queue;
    }

    /** All that are not closed. */
    public Collection<DeliveryQueue> queues() {
        return List.copyOf(queues);
    }

    public DeliveryCounters counters() {
        return counters;
    }

    void forget(DeliveryQueue queue) {
        queues.remove(queue);
    }

    WorkerEventClient calls() {
        return calls;
    }

    TaskScheduler schedule() {
        return schedule;
    }

    Clock clock() {
        return clock;
    }

    DeliverySettings settings() {
        return settings;
    }
}
