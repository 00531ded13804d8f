package dev.runner.language;

import static dev.runner.language.TestPrograms.event;
import static dev.runner.language.TestPrograms.outputs;
import static dev.runner.language.TestPrograms.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P7")
class CheckpointTest {
    private static final String ALL_AGGREGATES = ".aggregate(n: count(), s: sum(v), a: avg(v), lo: min(v), hi: max(v), "
            + "d: stddev(v), f: first(w), l: last(w), u: count_distinct(v))";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream A = X " + ALL_AGGREGATES + " .emit()",
                "stream A = X .partition_by(k) " + ALL_AGGREGATES + " .emit()",
                "stream A = X .window(5) " + ALL_AGGREGATES + " .emit()",
                "stream A = X .window(5, sliding: 2) .partition_by(k) " + ALL_AGGREGATES + " .emit()",
                "stream A = X .window(100ms) " + ALL_AGGREGATES + " .emit()",
                "stream A = X .partition_by(k) .window(100ms) " + ALL_AGGREGATES + " .emit()",
                "stream A = X .partition_by(k) .window(100ms, sliding: 30ms) " + ALL_AGGREGATES + " .emit()",
                "stream A = X .window(7) .where(v > 3) .emit()",
                "stream A = X .partition_by(k) .window(50ms, sliding: 7ms) .emit()",
                "stream A = X .select(t: timestamp(v), d: 5s, m: m) .window(4) .emit()",
                "stream A = X .window(3) .emit() stream B = A .window(50ms) .aggregate(n: count()) .emit() "
                        + "stream C = B .window(2, sliding: 1) .aggregate(n: sum(n)) .emit()",
                "stream A = B .window(20ms) .aggregate(n: count()) .emit() stream B = A .window(20ms) "
                        + ".aggregate(n: count()) .emit() stream C = X .window(2) .emit() stream D = C .window(20ms) .emit()",
                "stream X = X .window(3) .emit()",
            })
    void goesOnAsIfNothingHadHappened(String source) {
        Program program = program(source);
        for (long seed = 0; seed < 60; seed++) {
            List<Event> straight = new ArrayList<>();
            List<Event> moved = new ArrayList<>();
            ProgramRun one = program.start();
            ProgramRun other = program.start();
            Random random = new Random(seed);
            long now = 1_700_000_000_000L;
            for (int i = 0; i < 80; i++) {
                now += random.nextInt(random.nextInt(10) == 0 ? 300 : 15);
                Event event = random(random);
                one.accept(event, now, straight::add);
                other.accept(event, now, moved::add);
                if (random.nextInt(10) == 0) {
                    ProgramRun next = program.start();
                    next.restore(throughJson(other.checkpoint()));
                    assertThat(next.stateBytes()).as("counted anew").isEqualTo(other.stateBytes());
                    assertThat(next.stateObjects()).as("counted anew").isEqualTo(other.stateObjects());
                    assertThat(next.nextDeadline()).isEqualTo(one.nextDeadline());
                    other = next;
                }
            }
            one.advance(now + 10_000, straight::add);
            other.advance(now + 10_000, moved::add);
            assertThat(moved).as("seed %d", seed).isEqualTo(straight);
            assertThat(other.checkpoint()).isEqualTo(one.checkpoint());
            assertThat(one.nextDeadline()).isEqualTo(ProgramRun.NEVER);
        }
    }

    private static Event random(Random random) {
        @Nullable Object value = switch (random.nextInt(6)) {
            case 0 -> random.nextDouble() * 10;
            case 1 -> "text" + random.nextInt(3);
            case 2 -> null;
            case 3 -> 1.0 * random.nextInt(4);
            default -> (long) random.nextInt(10);
        };
        return event(
                random.nextInt(12) == 0 ? "Y" : "X",
                "v",
                value,
                "w",
                List.of((long) random.nextInt(3), 1.0),
                "k",
                random.nextInt(5) == 0 ? (Object) (1.0 * random.nextInt(3)) : (Object) (long) random.nextInt(3),
                "m",
                Map.of("timestamp", (long) random.nextInt(3)));
    }

    /** Copies what JSON can represent; fails for anything else. */
    static Map<String, @Nullable Object> throughJson(Map<String, @Nullable Object> state) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        state.forEach((name, value) -> copy.put(name, copy(value)));
        return copy;
    }

    private static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, each) -> copy.put((String) name, copy(each)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(copy(each)));
            return copy;
        }
        if (value instanceof Double number) {
            return Double.valueOf(number.toString());
        }
        assertThat(value == null || value instanceof Long || value instanceof String || value instanceof Boolean)
                .as("%s", value)
                .isTrue();
        return value;
    }

    @Test
    void refusesTheCheckpointOfAnotherSource() {
        ProgramRun run = program("stream A = X .window(2) .aggregate(n: count()) .emit()")
                .start();
        ProgramRun foreign = program("stream A = X .window(3) .aggregate(n: count()) .emit()")
                .start();
        assertThat(outputs(run, 0, event("X"))).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run.restore(foreign.checkpoint()))
                .withMessageContaining("another source");
        assertThat(outputs(run, 0, event("X"))).containsExactly(event("A", "n", 2));
    }

    @Test
    void ignoresCommentsAndWhiteSpaceInTheFingerprint() {
        ProgramRun run = program("stream A = X .window(2) .aggregate(n: count()) .emit()")
                .start();
        ProgramRun same = program(
                        "# the same\nstream A = X\n  .window(2) /* two */\n  .aggregate(n: count())\n  .emit()")
                .start();
        assertThat(outputs(run, 0, event("X"))).isEmpty();
        same.restore(run.checkpoint());
        assertThat(outputs(same, 0, event("X"))).containsExactly(event("A", "n", 2));
    }

    /** Replaces each part of a checkpoint: it is either refused, or accepted, and then the run works. */
    @Test
    void refusesADamagedCheckpoint() {
        Program program =
                program("stream A = X .partition_by(k) .window(100ms, sliding: 30ms) .aggregate(s: sum(v)) .emit() "
                        + "stream B = X .window(4) .aggregate(a: avg(v), u: count_distinct(v)) .emit()");
        int refused = 0;
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            ProgramRun run = program.start();
            for (int i = 0; i < 6; i++) {
                run.accept(random(random), i, output -> {});
            }
            Map<String, @Nullable Object> state = throughJson(run.checkpoint());
            damage(state, random);
            Map<String, @Nullable Object> before = run.checkpoint();
            try {
                run.restore(state);
            } catch (IllegalArgumentException expected) {
                refused++;
                assertThat(run.checkpoint()).isEqualTo(before);
            }
            for (int i = 0; i < 10; i++) {
                run.accept(random(random), i * 20L, output -> {});
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @SuppressWarnings("unchecked")
    private static void damage(@Nullable Object node, Random random) {
        @Nullable Object[] others = {null, -1L, Long.MAX_VALUE, 0.5, "x", List.of(), Map.of(), true};
        if (node instanceof Map<?, ?> map && !map.isEmpty()) {
            String name = (String) List.copyOf(map.keySet()).get(random.nextInt(map.size()));
            Object child = map.get(name);
            if (isInner(child) && random.nextInt(6) > 0) {
                damage(child, random);
            } else {
                ((Map<String, @Nullable Object>) map).put(name, others[random.nextInt(others.length)]);
            }
        } else if (node instanceof List<?> list && !list.isEmpty()) {
            int index = random.nextInt(list.size());
            Object child = list.get(index);
            if (isInner(child) && random.nextInt(6) > 0) {
                damage(child, random);
            } else {
                ((List<@Nullable Object>) list).set(index, others[random.nextInt(others.length)]);
            }
        }
    }

    private static boolean isInner(@Nullable Object node) {
        return (node instanceof Map<?, ?> map && !map.isEmpty()) || (node instanceof List<?> list && !list.isEmpty());
    }
}
