package dev.runner.coordinator.delivery;

import dev.runner.service.TaskScheduler;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Creates and lists the queues of all slots, and holds what they share. Thread-safe. */
public final class DeliveryQueueRegistry {

    private final WorkerEventClient calls;
    private final TaskScheduler schedule;
    private final Clock clock;
    private final Supplier<String> sources;
    private final DeliverySettings settings;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final OutputBudget outputs = OutputBudget.ofThisProcess();
    private final Set<DeliveryQueue> queues = ConcurrentHashMap.newKeySet();

    /**
     * Creates a registry without queues.
     *
     * @param schedule runs repeats and deadlines, which never block but build the bodies of calls, up to 1 MiB
     * @param clock measures deadlines; it must not jump, and stands still while this process does
     * @param sources returns a new name at each call, of letters and digits, unique over restarts too
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
     * Creates the queue of a slot. It holds its events until it is opened.
     *
     * @param slot the pipeline's name, with the replica's number where it has several ({@code p#0})
     */
    public DeliveryQueue queue(String slot, UnreachableWorkerListener unreachable) {
        DeliveryQueue queue = new DeliveryQueue(slot, sources.get(), this, unreachable);
        queues.add(queue);
        return queue;
    }

    /** All queues that are not closed. */
    public Collection<DeliveryQueue> queues() {
        return List.copyOf(queues);
    }

    public DeliveryCounters counters() {
        return counters;
    }

    OutputBudget outputs() {
        return outputs;
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
