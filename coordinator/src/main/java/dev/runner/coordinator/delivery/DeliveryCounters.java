package dev.runner.coordinator.delivery;

import java.util.concurrent.atomic.LongAdder;

/** Counts over all queues since the coordinator started. */
public final class DeliveryCounters {

    final LongAdder injected = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder calls = new LongAdder();
    final LongAdder failedCalls = new LongAdder();

    /** Events that were enqueued. */
    public long injected() {
        return injected.sum();
    }

    /** Events that a worker has accepted. */
    public long delivered() {
        return delivered.sum();
    }

    /** Events that failed, including those that no queue took. */
    public long failed() {
        return failed.sum();
    }

    /** Repeated sends of events. */
    public long repeated() {
        return repeated.sum();
    }

    /** Calls to workers. */
    public long calls() {
        return calls.sum();
    }

    /** Calls to workers that delivered no event. */
    public long failedCalls() {
        return failedCalls.sum();
    }
}
