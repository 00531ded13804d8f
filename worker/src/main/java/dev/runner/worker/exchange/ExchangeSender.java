package dev.runner.worker.exchange;

import dev.runner.service.TaskScheduler;
import dev.runner.worker.pipeline.OutboxBatch;
import dev.runner.worker.pipeline.Pipeline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the outboxes of all pipelines, repeating each event until its target has it. All of it runs on one thread
 * apart from those that take events in: whoever brings an event does not wait for the next worker.
 */
public final class ExchangeSender {

    private static final Logger LOG = LoggerFactory.getLogger("exchange");

    private final ExchangeClient calls;
    private final TaskScheduler schedule;

    /** Pipelines that the thread is about to look at. */
    private final Set<Pipeline> awaited = ConcurrentHashMap.newKeySet();

    /**
     * Creates a sender, which does nothing before the first event.
     *
     * @param schedule one thread, on which everything runs
     */
    public ExchangeSender(ExchangeClient calls, TaskScheduler schedule) {
        this.calls = calls;
        this.schedule = schedule;
    }

    /** Delivers soon what this pipeline has to send. Returns at once. */
    public void look(Pipeline pipeline) {
        if (awaited.add(pipeline)) {
            schedule.after(Duration.ZERO, () -> {
                awaited.remove(pipeline);
                pipeline.slots().forEach(slot -> send(pipeline, slot));
            });
        }
    }

    private void send(Pipeline pipeline, String slot) {
        OutboxBatch delivery = pipeline.nextDelivery(slot);
        if (delivery == null) {
            return;
        }
        CompletableFuture<?> unused = called(delivery)
                .whenComplete((outcome, bug) -> schedule.after(
                        Duration.ZERO,
                        () -> done(
                                pipeline,
                                delivery,
                                bug == null ? outcome : ExchangeClient.Outcome.failed(bug.toString()))));
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
            send(pipeline, delivery.slot());
        } else if (outcome.refused()) {
            pipeline.deliveryRefused(delivery, outcome.problem());
            send(pipeline, delivery.slot());
        } else {
            pause(pipeline, delivery, outcome.problem());
        }
    }

    private void pause(Pipeline pipeline, OutboxBatch delivery, String problem) {
        long millis = pipeline.deliveryFailed(delivery);
        if (millis < 0) {
            send(pipeline, delivery.slot()); // the target has moved meanwhile
            return;
        }
        LOG.debug("{} to {}: {}; again in {} ms", pipeline.id(), delivery.slot(), problem, millis);
        schedule.after(Duration.ofMillis(millis), () -> {
            pipeline.retry(delivery);
            send(pipeline, delivery.slot());
        });
    }
}
