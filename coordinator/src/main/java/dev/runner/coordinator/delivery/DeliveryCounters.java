package dev.runner.coordinator.delivery;

import java.util.concurrent.atomic.LongAdder;

/** What all queues together have done since the coordinator started. */
public final class DeliveryCounters {

    final LongAdder injected = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder calls = new LongAdder();
    final LongAdder failedCalls = new LongAdder();

    /** Events that were taken into a queue. */
    public long injected() {
        return injected.sum();
    }

    /** Events that a worker has accepted. */
    public long delivered() {
        return delivered.sum();
    }

    /** Events that were answered by an error, those included that no queue took. */
    public long failed() {
        return failed.sum();
    }

    /** Events that were sent again, each time counted. */
    public long repeated() {
        return repeated.sum();
    }

    /** Calls to workers. */
    public long calls() {
        return calls.sum();
    }

    /** Calls to workers that no event came through. */
    public long failedCalls() {
        return failedCalls.sum();
    }
}
