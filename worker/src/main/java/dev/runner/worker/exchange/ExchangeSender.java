package dev.runner.worker.exchange;

import dev.runner.service.TaskScheduler;
import dev.runner.worker.pipeline.OutboxDelivery;
import dev.runner.worker.pipeline.Pipeline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in the outboxes of all pipelines, each event again and again until its target has it. All of it runs
 * on one thread, beside those that take events in: whoever brings an event does not wait for the next worker.
 */
public final class ExchangeSender {

    private static final Logger LOG = LoggerFactory.getLogger("exchange");

    private final ExchangeClient calls;
    private final TaskScheduler schedule;

    /** Those that the thread will look at anyway. */
    private final Set<Pipeline> awaited = ConcurrentHashMap.newKeySet();

    /**
     * Prepares; the first event to send begins the thread.
     *
     * @param schedule one thread, on which everything is done
     */
    public ExchangeSender(ExchangeClient calls, TaskScheduler schedule) {
        this.calls = calls;
        this.schedule = schedule;
    }

    /** Looks soon what this pipeline has to send; returns at once. */
    public void look(Pipeline pipeline) {
        if (awaited.add(pipeline)) {
            schedule.after(Duration.ZERO, () -> {
                awaited.remove(pipeline);
                pipeline.slots().forEach(slot -> send(pipeline, slot));
            });
        }
    }

    private void send(Pipeline pipeline, String slot) {
        OutboxDelivery delivery = pipeline.nextDelivery(slot);
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

    /** Without an outcome the place would be waited for without an end, so that nothing more is sent there. */
    private CompletableFuture<ExchangeClient.Outcome> called(OutboxDelivery delivery) {
        try {
            return calls.deliver(delivery);
        } catch (RuntimeException bug) {
            return CompletableFuture.failedFuture(bug);
        }
    }

    private void done(Pipeline pipeline, OutboxDelivery delivery, ExchangeClient.Outcome outcome) {
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

    private void pause(Pipeline pipeline, OutboxDelivery delivery, String problem) {
        long millis = pipeline.deliveryFailed(delivery);
        if (millis < 0) {
            send(pipeline, delivery.slot()); // it goes elsewhere by now
            return;
        }
        LOG.debug("{} to {}: {}; again in {} ms", pipeline.id(), delivery.slot(), problem, millis);
        schedule.after(Duration.ofMillis(millis), () -> {
            pipeline.retry(delivery);
            send(pipeline, delivery.slot());
        });
    }
}
