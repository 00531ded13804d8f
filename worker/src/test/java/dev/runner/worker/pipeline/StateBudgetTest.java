package dev.runner.worker.pipeline;

import static dev.runner.worker.pipeline.Futures.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import dev.runner.http.ApiException;
import dev.runner.http.json.JsonStreaming;
import dev.runner.language.Event;
import dev.runner.protocol.CheckpointRequest;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.Link;
import dev.runner.protocol.LinkTarget;
import dev.runner.protocol.Links;
import dev.runner.service.testing.ManualClock;
import dev.runner.worker.events.EventBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P7")
class StateBudgetTest {

    private static final long PER_PIPELINE = 1 << 18;
    private static final int MOST = 7 << 16;
    private static final String MANY =
            IntStream.range(0, 200).mapToObj(i -> "f" + i + ": s").collect(Collectors.joining(", "));

    private final ManualClock clock = new ManualClock();
    private final RecordingPipelineHooks hooks = new RecordingPipelineHooks();
    private final AtomicInteger ids = new AtomicInteger();
    private final PipelineRegistry pipelines = registry(new StateBudget(PER_PIPELINE, 4 << 20));

    private PipelineRegistry registry(StateBudget budget) {
        return new PipelineRegistry(
                "w0", 100, () -> "id-" + ids.incrementAndGet(), hooks, clock, Runnable::run, budget);
    }

    private static Pipeline deploy(PipelineRegistry to, String source) {
        return to.deploy(new DeployRequest("p", source, null, null));
    }

    private static EventBatch event(long n, String text) {
        return new EventBatch()
                .add(Event.ofOwned("X", new String[] {"n", "s", "k"}, new Object[] {n, text, text + n}), null, 0);
    }

    /** Sends events until one is refused; returns how many were accepted, and checks the refusal. */
    private static int fill(Pipeline pipeline, String text, int most, String code) {
        for (int i = 0; i < most; i++) {
            try {
                result(pipeline.accept(event(i, text), 1, false));
            } catch (ApiException e) {
                assertThat(e.status()).isEqualTo(503);
                assertThat(e.code()).isEqualTo(code);
                assertThat(e).hasMessageContaining("MiB").hasMessageContaining("wait until");
                return i;
            }
        }
        return most;
    }

    private static byte[] checkpoint(Pipeline pipeline) {
        return result(pipeline.checkpoint(new CheckpointRequest(null, null, null)))
                .orElseThrow();
    }

    private static Checkpoint read(byte[] answer) throws IOException {
        try (JsonParser in = JsonStreaming.parser(answer)) {
            while (!"checkpoint".equals(in.currentName())) {
                in.nextToken();
            }
            in.nextToken();
            return Checkpoint.read(in);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream A = X .window(100000) .emit(n: n)",
                "stream A = X .window(1h) .partition_by(n) .emit(n: n)",
                "stream A = X .window(1h, sliding: 1m) .aggregate(n: count()) .emit()",
                "stream A = X .partition_by(k) .aggregate(n: count()) .emit()",
                "stream A = X .aggregate(n: count_distinct(k)) .emit()",
                "stream A = X .partition_by(n) .aggregate(f: first(s), l: last(s), a: min(s), b: max(s)) .emit()",
                "stream A = X .window(100000) stream B = A .window(3) stream C = X .window(1h) .emit()",
            })
    void takesEventsUntilItsStateIsFullAndCanBeMovedThen(String source) throws IOException {
        for (String text : List.of("x".repeat(900), "\u0001".repeat(200), "\u4e2d".repeat(400), "\"\\".repeat(300))) {
            Pipeline pipeline = deploy(pipelines, source);
            int taken = fill(pipeline, text, 5_000, "state_full");
            byte[] state = checkpoint(pipeline);

            assertThat(taken).as(source).isBetween(20, 4_999);
            assertThat((long) state.length).as("bytes of the checkpoint").isLessThan(MOST);
            assertThat(pipeline.figures().stateBytes()).isBetween(state.length / 3L, (long) MOST);
            Pipeline moved = deploy(pipelines, source);
            result(moved.restore(read(state), state.length));
            assertThat(moved.figures().stateBytes())
                    .isEqualTo(pipeline.figures().stateBytes());
            assertThat(fill(moved, text, 10, "state_full")).isZero();
            pipelines.delete(moved.id());
            pipelines.delete(pipeline.id());
        }
    }

    @Test
    void takesEventsAgainWhenItsWindowsHaveEnded() {
        Pipeline pipeline = deploy(
                pipelines,
                "stream A = X .window(1m) .aggregate(n: last(s)) .emit() stream B = X .window(1m) .emit(n: n)");
        assertThat(fill(pipeline, "x".repeat(5_000), 5_000, "state_full")).isBetween(20, 4_999);

        clock.pass(Duration.ofMinutes(2));
        pipeline.fireDueWindows(hooks.times.get(hooks.times.size() - 1));
        assertThat(fill(pipeline, "x", 1, "state_full")).isEqualTo(1);
        assertThat(pipeline.figures().stateBytes()).isLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream A = X .select(%s) .window(100000) .emit()",
                "stream A = X .window(100000) .emit() stream B = X .select(%s) stream C = B .window(1h) .emit()",
                "stream A = X .partition_by([s, s, s, s]) .aggregate(n: count()) .emit()",
            })
    void whatOneEventMultipliesDoesNotMakeAStateThatCannotBeMoved(String source) {
        Pipeline pipeline = deploy(pipelines, source.formatted(MANY));
        fill(pipeline, "x".repeat(100_000), 50, "state_full");

        assertThat((long) checkpoint(pipeline).length).isLessThan(MOST + 4_096);
        assertThat(pipeline.figures().stateBytes()).isLessThanOrEqualTo(MOST);
    }

    @Test
    void outputsThatWaitCountAndNoEventMakesMoreThanCanBeMoved() {
        Links links = new Links(
                1L,
                List.of(new Link("b", List.of("*"), null, List.of(new LinkTarget("b", "id-b", "http://127.0.0.1:1")))));
        Pipeline pipeline = pipelines.deploy(new DeployRequest("p", "stream A = X .emit(" + MANY + ")", null, links));
        fill(pipeline, "x".repeat(3_000), 500, "state_full");
        assertThat((long) checkpoint(pipeline).length).isLessThan(MOST + 4_096);
    }

    @Test
    void allPipelinesOfAWorkerTogetherAreBounded() {
        PipelineRegistry small = registry(new StateBudget(1 << 20, 2 << 20));
        Random random = new Random(1);
        @Nullable Pipeline last = null;
        int full = 0;
        for (int i = 0; i < 20; i++) {
            last = deploy(small, "stream A = X .window(100000) .emit(n: n)");
            full += fill(last, "x".repeat(1_000 + random.nextInt(1_000)), 100, "worker_memory_full") < 100 ? 1 : 0;
        }
        assertThat(full).isBetween(1, 19);

        assertThat(last).isNotNull();
        small.delete(small.all().iterator().next().id());
        assertThat(fill(last, "x", 1, "worker_memory_full"))
                .as("there is room again")
                .isEqualTo(1);
    }

    @Test
    void aStateForWhichThereIsNoMemoryIsDeclinedSoThatAnotherWorkerGetsIt() throws IOException {
        Pipeline pipeline = deploy(pipelines, "stream A = X .window(100000) .emit(n: n)");
        fill(pipeline, "x".repeat(900), 5_000, "state_full");
        byte[] state = checkpoint(pipeline);
        Checkpoint checkpoint = read(state);

        Pipeline smaller =
                deploy(registry(new StateBudget(1 << 16, 4 << 20)), "stream A = X .window(100000) .emit(n: n)");
        assertThatThrownBy(() -> result(smaller.restore(checkpoint, state.length)))
                .hasMessageContaining("more heap")
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(503));
        assertThat(smaller.figures().stateBytes()).isLessThan(1_000);
    }
}
