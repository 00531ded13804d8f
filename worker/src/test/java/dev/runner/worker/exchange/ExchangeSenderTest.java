package dev.runner.worker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.language.Event;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.Link;
import dev.runner.protocol.LinkTarget;
import dev.runner.protocol.Links;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import dev.runner.worker.events.EventBatch;
import dev.runner.worker.pipeline.OutboxBatch;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineHooks;
import dev.runner.worker.pipeline.PipelineRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V27")
class ExchangeSenderTest {

    private final ManualClock clock = new ManualClock();
    private final ManualTaskScheduler schedule = new ManualTaskScheduler(clock);
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void sendsAgainAfterACallThatCouldNotBeMade() {
        ExchangeSender sender = new ExchangeSender(
                delivery -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("not written");
                    }
                    return CompletableFuture.completedFuture(ExchangeClient.Outcome.accepted(1));
                },
                schedule);
        Pipeline pipeline = deployed(sender);
        EventBatch event = new EventBatch().add(Event.ofOwned("X", new String[0], new Object[0]), null, 0);
        assertThat(pipeline.accept(event, 1, false)).isCompleted();

        for (int step = 0; step < 3; step++) {
            schedule.runNext();
        }
        assertThat(calls).hasValue(2);
        assertThat(pipeline.figures().outbox()).isZero();
    }

    private Pipeline deployed(ExchangeSender sender) {
        PipelineHooks hooks = new PipelineHooks() {
            @Override
            public void deliver(Pipeline pipeline, OutboxBatch delivery) {
                sender.send(pipeline, delivery);
            }

            @Override
            public void scheduleAt(Pipeline pipeline, long millis) {}

            @Override
            public void processed(int events) {}
        };
        Links links = new Links(
                1L,
                List.of(new Link("b", List.of("*"), null, List.of(new LinkTarget("b", "id-b", "http://127.0.0.1:1")))));
        return new PipelineRegistry("w0", 1, () -> "id", hooks, clock, Runnable::run)
                .deploy(new DeployRequest("p", "stream A = X .emit(v: 1)", null, links));
    }
}
