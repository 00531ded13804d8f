package dev.runner.worker.pipeline;

import static dev.runner.worker.pipeline.Futures.assertRefused;
import static dev.runner.worker.pipeline.Futures.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import dev.runner.http.ApiException;
import dev.runner.http.json.JsonStreaming;
import dev.runner.language.Event;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.Link;
import dev.runner.protocol.LinkTarget;
import dev.runner.protocol.Links;
import dev.runner.protocol.RequestLimits;
import dev.runner.service.testing.ManualClock;
import dev.runner.worker.events.EventBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private static final String EACH = "stream A = X .emit(v: v)";
    private static final CheckpointRequest PLAIN = new CheckpointRequest(null, null, null);
    private static final CheckpointRequest FREEZE = new CheckpointRequest(true, null, null);
    private static final Links TO_B = new Links(
            1L, List.of(new Link("b", List.of("*"), null, List.of(new LinkTarget("b", "id-b", "http://127.0.0.1:1")))));

    private final ManualClock clock = new ManualClock();
    private final RecordingPipelineHooks hooks = new RecordingPipelineHooks();
    private final AtomicInteger ids = new AtomicInteger();
    private final PipelineRegistry pipelines =
            new PipelineRegistry("w0", 10, () -> "id-" + ids.incrementAndGet(), hooks, clock, Runnable::run);

    private Pipeline deploy(String source, @Nullable Links links) {
        return pipelines.deploy(new DeployRequest("p", source, null, links));
    }

    private static EventBatch batch(@Nullable String id, long v, int hops) {
        return new EventBatch().add(Event.ofOwned("X", new String[] {"v"}, new Object[] {v}), id, hops);
    }

    private static BatchResult accept(Pipeline pipeline, EventBatch batch, boolean collecting) {
        return result(pipeline.accept(batch, 1, collecting));
    }

    private static byte @Nullable [] checkpoint(Pipeline pipeline, CheckpointRequest request) {
        return result(pipeline.checkpoint(request)).orElse(null);
    }

    private static Checkpoint read(byte @Nullable [] answer) throws IOException {
        assertThat(answer).isNotNull();
        try (JsonParser in = JsonStreaming.parser(answer)) {
            while (!"checkpoint".equals(in.currentName())) {
                in.nextToken();
            }
            in.nextToken();
            return Checkpoint.read(in);
        }
    }

    @Test
    @Tag("V44")
    void dropsARepeat() {
        Pipeline pipeline = deploy(EACH, null);

        assertThat(accept(pipeline, batch("@c:1", 1, 0), true).outputs()).hasSize(1);
        BatchResult repeat = accept(pipeline, batch("@c:1", 1, 0), true);
        assertThat(repeat.accepted()).isEqualTo(1);
        assertThat(repeat.duplicates()).isEqualTo(1);
        assertThat(repeat.outputs()).isEmpty();
        assertThat(pipeline.view().eventsProcessed()).isEqualTo(1);
        assertThat(hooks.processed).isEqualTo(1);
    }

    @Test
    void tellsTheOutputsOfEachEvent() {
        Pipeline pipeline = deploy("stream A = X .where(v > 1) .emit(v: v)", null);
        EventBatch batch = batch(null, 1, 0);
        batch.add(Event.ofOwned("X", new String[] {"v"}, new Object[] {2L}), null, 0);

        BatchResult intake = accept(pipeline, batch, true);
        assertThat(intake.outputs(0)).isEmpty();
        assertThat(intake.outputs(1)).extracting(e -> e.get("v")).containsExactly(2L);
    }

    @Test
    @Tag("V39")
    void takesNothingWhileItIsFrozen() {
        Pipeline pipeline = deploy(EACH, null);
        checkpoint(pipeline, FREEZE);
        checkpoint(pipeline, FREEZE);

        assertThatThrownBy(() -> accept(pipeline, batch(null, 1, 0), true))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo("pipeline_frozen"));
        result(pipeline.resume(0));
        assertThat(accept(pipeline, batch(null, 1, 0), true).accepted()).isEqualTo(1);
    }

    @Test
    @Tag("P7")
    void aCheckpointIsReadOnlyWhenSomethingHasChanged() throws IOException {
        Pipeline pipeline = deploy(EACH, null);
        accept(pipeline, batch("a", 1, 0), false);
        long version = read(checkpoint(pipeline, PLAIN)).version();

        assertThat(checkpoint(pipeline, new CheckpointRequest(null, null, version)))
                .isNull();
        accept(pipeline, batch("a", 1, 0), false);
        assertThat(checkpoint(pipeline, new CheckpointRequest(null, null, version)))
                .as("a repeat changes nothing")
                .isNull();
        accept(pipeline, batch("b", 1, 0), false);
        assertThat(checkpoint(pipeline, new CheckpointRequest(null, null, version)))
                .isNotNull();
    }

    @Test
    @Tag("P7")
    @Tag("V39")
    void anotherDeploymentGoesOnWhereThisOneStopped() throws IOException {
        String source = "stream A = X .window(count, 3) .aggregate(total: sum(v)) .emit(total: total)";
        Pipeline first = deploy(source, TO_B);
        for (int i = 1; i <= 4; i++) {
            accept(first, batch("@c:" + i, i, 0), false);
        }
        Checkpoint checkpoint = read(checkpoint(first, FREEZE));
        Pipeline second = deploy(source, TO_B);
        result(second.restore(checkpoint, 1_000));

        assertThat(second.view().eventsProcessed()).isEqualTo(4);
        assertThat(accept(second, batch("@c:4", 4, 0), true).duplicates()).isEqualTo(1);
        accept(second, batch("@c:5", 5, 0), true);
        assertThat(accept(second, batch("@c:6", 6, 0), true).outputs())
                .extracting(e -> e.get("total"))
                .containsExactly(15L);
        second.delivered(hooks.lastDelivery(), 1);
        assertThat(hooks.sent()).containsExactly("@id-1:1", "@id-1:1", "@id-2:1");
    }

    @Test
    @Tag("V39")
    void aFrozenOneSendsNothingUntilItIsResumed() {
        Pipeline pipeline = deploy(EACH, TO_B);
        accept(pipeline, batch(null, 1, 0), false);
        accept(pipeline, batch(null, 2, 0), false);
        checkpoint(pipeline, FREEZE);
        pipeline.delivered(hooks.lastDelivery(), 1);
        assertThat(hooks.sent()).containsExactly("@id-1:1");

        result(pipeline.resume(0));
        assertThat(hooks.sent()).containsExactly("@id-1:1", "@id-1:2");
    }

    @Test
    @Tag("V44")
    void oneThatWasRemovedRefusesAllAndSendsNothing() {
        Pipeline pipeline = deploy(EACH, TO_B);
        accept(pipeline, batch(null, 1, 0), false);
        accept(pipeline, batch(null, 2, 0), false);
        List<String> told = new ArrayList<>();
        pipelines.delete(pipeline.id());
        pipeline.delivered(hooks.lastDelivery(), 1);
        pipeline.listen(new PipelineListener() {
            @Override
            public void output(Event event) {}

            @Override
            public void state(String state) {
                told.add(state);
            }
        });

        assertRefused(pipeline.accept(batch(null, 3, 0), 1, false), 404, "pipeline_not_found");
        assertRefused(pipeline.checkpoint(PLAIN), 404, "pipeline_not_found");
        assertThat(hooks.sent()).containsExactly("@id-1:1");
        assertThat(told).containsExactly("removed");
    }

    @Test
    @Tag("P7")
    void isAsItWasWhenACheckpointDoesNotFit() throws IOException {
        Pipeline pipeline = deploy("stream A = X .window(count, 2) .aggregate(n: count()) .emit(n: n)", null);
        accept(pipeline, batch("a", 1, 0), true);
        Checkpoint other = new Checkpoint(
                9, 9, java.util.Map.of("nonsense", 1L), new SeenIds(new IdBudget(0)), java.util.Map.of());

        assertThatThrownBy(() -> result(pipeline.restore(other, 1_000)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo("bad_checkpoint"));
        assertThat(accept(pipeline, batch("a", 1, 0), true).duplicates()).isEqualTo(1);
        assertThat(accept(pipeline, batch("b", 1, 0), true).outputs()).hasSize(1);
    }

    @Test
    @Tag("P6")
    void firesAWindowWhenItsTimeIsOver() {
        Pipeline pipeline = deploy("stream A = X .window(2s) .aggregate(n: count()) .emit(n: n)", TO_B);
        List<Event> seen = new ArrayList<>();
        pipeline.listen(new PipelineListener() {
            @Override
            public void output(Event event) {
                seen.add(event);
            }

            @Override
            public void state(String state) {}
        });
        accept(pipeline, batch(null, 1, 0), true);
        accept(pipeline, batch(null, 2, 0), true);
        assertThat(hooks.times).hasSize(1);

        clock.pass(Duration.ofSeconds(2));
        pipeline.fireDueWindows(hooks.times.get(0));
        assertThat(seen).extracting(e -> e.get("n")).containsExactly(2L);
        assertThat(pipeline.figures().outbox()).isEqualTo(1);
    }

    @Test
    @Tag("V39")
    void aFrozenWindowFiresAfterItIsResumed() {
        Pipeline pipeline = deploy("stream A = X .window(2s) .aggregate(n: count()) .emit(n: n)", null);
        accept(pipeline, batch(null, 1, 0), true);
        checkpoint(pipeline, FREEZE);
        clock.pass(Duration.ofSeconds(3));
        pipeline.fireDueWindows(hooks.times.get(0));
        assertThat(pipeline.figures().outputs()).isZero();

        result(pipeline.resume(0));
        pipeline.fireDueWindows(hooks.times.get(1));
        assertThat(pipeline.figures().outputs()).isEqualTo(1);
    }

    @Test
    @Tag("V27")
    void dropsWhatWasCarriedOnTooOften() {
        Pipeline pipeline = deploy(EACH, TO_B);
        accept(pipeline, batch(null, 1, RequestLimits.HOPS - 1), false);
        accept(pipeline, batch(null, 1, RequestLimits.HOPS), false);

        assertThat(pipeline.figures().outbox()).isEqualTo(1);
        assertThat(pipeline.figures().droppedHops()).isEqualTo(1);
        OutboxBatch delivery = hooks.lastDelivery();
        assertThat(delivery.events().get(0).hops()).isEqualTo(RequestLimits.HOPS);
    }

    @Test
    @Tag("V27")
    void takesAPrefixWhenItsOutboxFillsUp() {
        Pipeline pipeline = deploy(EACH, TO_B);
        EventBatch many = new EventBatch();
        for (long i = 0; i < Outbox.FULL + 5; i++) {
            many.add(Event.ofOwned("X", new String[] {"v"}, new Object[] {i}), "@c:" + i, 0);
        }
        assertThat(accept(pipeline, many, false).accepted()).isEqualTo(Outbox.FULL);
        assertThatThrownBy(() -> accept(pipeline, batch("@c:" + Outbox.FULL, 1, 0), false))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.status()).isEqualTo(503);
                    assertThat(e.code()).isEqualTo("outbox_full");
                });
        OutboxBatch delivery = hooks.lastDelivery();
        pipeline.delivered(delivery, 1);
        assertThat(accept(pipeline, batch("@c:" + Outbox.FULL, 1, 0), false).duplicates())
                .as("what was not taken is no repeat")
                .isZero();
    }

    @Test
    @Tag("V39")
    void obeysItsOwnEpochOnly() {
        Pipeline pipeline = pipelines.deploy(new DeployRequest("p", EACH, new Assignment("g", "group", "p", 7L), null));

        assertThatThrownBy(() -> result(pipeline.resume(6))).hasMessageContaining("has epoch 7, but 6");
        assertThatThrownBy(() -> result(pipeline.link(8, TO_B))).hasMessageContaining("epoch 7");
        assertThatThrownBy(() -> checkpoint(pipeline, new CheckpointRequest(true, 6L, null)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo("stale_epoch"));
        result(pipeline.link(7, TO_B));
    }

    @Test
    @Tag("V27")
    void ignoresOlderLinks() {
        Pipeline pipeline = deploy(EACH, new Links(2L, List.of()));
        result(pipeline.link(0, TO_B));
        accept(pipeline, batch(null, 1, 0), false);
        assertThat(pipeline.figures().outbox()).isZero();

        result(pipeline.link(0, new Links(3L, TO_B.links())));
        accept(pipeline, batch(null, 1, 0), false);
        assertThat(pipeline.figures().outbox()).isEqualTo(1);
    }

    @Test
    @Tag("V44")
    void takesAPrefixWhenTheAnswerFillsUp() {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            source.append("stream S").append(i).append(" = X .emit(v: v)\n");
        }
        Pipeline pipeline = deploy(source.toString(), null);
        EventBatch many = new EventBatch();
        for (long i = 0; i < 1_000; i++) {
            many.add(Event.ofOwned("X", new String[] {"v"}, new Object[] {i}), null, 0);
        }
        BatchResult intake = accept(pipeline, many, true);
        assertThat(intake.accepted()).isLessThan(1_000).isGreaterThan(100);
        assertThat(intake.outputs()).hasSize(200 * intake.accepted());
        assertThat(intake.omitted()).isZero();
        assertThat(accept(pipeline, many, false).accepted())
                .as("nobody wants an answer")
                .isEqualTo(1_000);
    }

    @Test
    @Tag("V44")
    void leavesOutWhatOneEventHasTooMuchOf() {
        Pipeline pipeline = deploy("stream W = X .window(20000)\nstream A = W .emit(t: t)", null);
        String text = "t".repeat(1_000);
        BatchResult last = new BatchResult(0, true);
        for (int i = 0; i < 20_000; i++) {
            EventBatch one = new EventBatch();
            one.add(Event.ofOwned("X", new String[] {"t"}, new Object[] {text}), null, 0);
            last = accept(pipeline, one, true);
        }
        assertThat(last.accepted()).isEqualTo(1);
        assertThat(last.outputs()).hasSizeLessThan(17_000);
        assertThat(last.outputs().size() + last.omitted()).isEqualTo(20_000);
    }
}
