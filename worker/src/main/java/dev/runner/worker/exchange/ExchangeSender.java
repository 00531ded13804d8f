package dev.runner.worker.exchange;

import dev.runner.service.TaskScheduler;
import dev.runner.worker.pipeline.OutboxBatch;
import dev.runner.worker.pipeline.Pipeline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the outputs of all pipelines, repeating each event until its target has it. Calls are made on one thread
 * apart from those that compute: a pipeline does not wait for the next worker.
 */
public final class ExchangeSender {

    private static final Logger LOG = LoggerFactory.getLogger("exchange");

    private final ExchangeClient calls;
    private final TaskScheduler schedule;

    /**
     * Creates a sender, which does nothing before the first event.
     *
     * @param schedule one thread, on which calls are written
     */
    public ExchangeSender(ExchangeClient calls, TaskScheduler schedule) {
        this.calls = calls;
        this.schedule = schedule;
    }

    /** Sends a delivery soon, and tells the pipeline what has become of it. Returns at once. */
    public void send(Pipeline pipeline, OutboxBatch delivery) {
        schedule.after(Duration.ZERO, () -> {
            CompletableFuture<?> unused = called(delivery)
                    .whenComplete((outcome, bug) -> done(
                            pipeline, delivery, bug == null ? outcome : ExchangeClient.Outcome.failed(bug.toString())));
        });
    }

    /** Turns an exception into an outcome: without one, nothing would ever be sent to that target again. */
    private CompletableFuture<ExchangeClient.Outcome> called(OutboxBatch delivery) {
        try {
            return calls.deliver(delivery);
        } catch (RuntimeException bug) {
            return CompletableFuture.failedFuture(bug);
        }
    }

    private void done(Pipeline pipeline, OutboxBatch delivery, ExchangeClient.Outcome outcome) {
        if (outcome.accepted() > 0) {
            pipeline.delivered(delivery, outcome.accepted());
        } else if (outcome.refused()) {
            pipeline.deliveryRefused(delivery, outcome.problem());
        } else {
            pipeline.deliveryFailed(delivery, millis -> {
                String problem = outcome.problem();
                LOG.debug("{} to {}: {}; again in {} ms", pipeline.id(), delivery.slot(), problem, millis);
                schedule.after(Duration.ofMillis(millis), () -> pipeline.retry(delivery));
            });
        }
    }
}
