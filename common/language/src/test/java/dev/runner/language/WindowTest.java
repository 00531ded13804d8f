package dev.runner.language;

import static dev.runner.language.TestPrograms.advance;
import static dev.runner.language.TestPrograms.event;
import static dev.runner.language.TestPrograms.outputs;
import static dev.runner.language.TestPrograms.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P6")
class WindowTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "count()             | 6",
                "count(v)            | 5",
                "sum(v)              | 10.5",
                "sum(v * 2)          | 21.0",
                "sum(k)              | 0",
                "avg(v)              | 2.625",
                "min(v)              | 1",
                "max(v)              | 4.5",
                "stddev(v)           | 1.4930394055974097",
                "first(v)            | 1",
                "last(v)             | x",
                "count_distinct(v)   | 5",
                "count_distinct(k)   | 2",
                "avg(k)              | ",
                "stddev(k)           | ",
                "min(k)              | a",
                "max(missing)        | ",
            })
    void aggregates(String aggregate, String expected) {
        String end = ".aggregate(x: " + aggregate + ") .emit()";
        for (String window :
                List.of(".window(6)", ".window(6, sliding: 3)", ".window(10s)", ".window(10s, sliding: 10s)")) {
            ProgramRun run = run("stream A = E " + window + end);
            List<Event> outputs = new ArrayList<>(outputs(
                    run,
                    0,
                    event("E", "v", 1, "k", "a"),
                    event("E", "v", 2, "k", "b"),
                    event("E", "k", "a"),
                    event("E", "v", 3, "k", "b"),
                    event("E", "v", 4.5, "k", "a"),
                    event("E", "v", "x", "k", "a")));
            outputs.addAll(advance(run, 10_000));
            assertThat(outputs).hasSize(1);
            Object value = outputs.get(0).get("x");
            assertThat(value == null ? null : value.toString()).as(window).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".window(2) .aggregate(n: sum(v))",
                ".window(count, 2) .aggregate(sum(v) as n)",
                ".window(2, sliding: 2) .aggregate(n: sum(v))",
                ".window(count, 2, sliding: 2) .aggregate(n: sum(v),)"
            })
    @Tag("P2")
    void bothSpellingsOfCountWindows(String operations) {
        assertThat(sums(run("stream A = E " + operations + " .emit(n: n)"), 1, 2, 3, 4, 5))
                .containsExactly(3L, 7L);
    }

    @Test
    void aSlidingCountWindowFiresWhenFullAndThenEverySlide() {
        assertThat(sums(run("stream A = E .window(3, sliding: 2) .aggregate(n: sum(v)) .emit()"), 1, 2, 3, 4, 5, 6, 7))
                .containsExactly(6L, 12L, 18L);
    }

    @Test
    void withoutAWindowEachEventHasAResult() {
        assertThat(sums(run("stream A = E .aggregate(n: sum(v)) .having(n > 1) .emit()"), 1, 2, 3))
                .containsExactly(3L, 6L);
    }

    @ParameterizedTest
    @ValueSource(strings = {".window(10s)", ".window(time, 10s)"})
    @Tag("P2")
    void aTimeWindowFiresAtItsEnd(String window) {
        ProgramRun run = run("stream A = E " + window + " .aggregate(n: count()) .emit()");
        assertThat(run.nextDeadline()).isEqualTo(ProgramRun.NEVER);
        assertThat(outputs(run, 1000, event("E"))).isEmpty();
        assertThat(outputs(run, 10_999, event("E"))).isEmpty();
        assertThat(run.nextDeadline()).isEqualTo(11_000);
        assertThat(advance(run, 10_999)).isEmpty();
        assertThat(advance(run, 11_000)).containsExactly(event("A", "n", 2));
        assertThat(run.nextDeadline()).isEqualTo(ProgramRun.NEVER);
        assertThat(outputs(run, 50_000, event("E"))).isEmpty();
        assertThat(outputs(run, 60_000, event("E"))).containsExactly(event("A", "n", 1));
        assertThat(run.nextDeadline()).isEqualTo(70_000);
    }

    @Test
    void aSlidingTimeWindowFiresEverySlideWhileThereAreEvents() {
        ProgramRun run = run("stream A = E .window(10s, sliding: 4s) .aggregate(n: sum(v)) .emit()");
        assertThat(outputs(run, 0, event("E", "v", 1))).isEmpty();
        assertThat(outputs(run, 5000, event("E", "v", 10))).containsExactly(event("A", "n", 1));
        assertThat(advance(run, 8000)).containsExactly(event("A", "n", 11));
        assertThat(advance(run, 100_000)).containsExactly(event("A", "n", 10));
        assertThat(run.nextDeadline()).isEqualTo(ProgramRun.NEVER);
    }

    @Test
    void aWindowWithoutAggregatePassesItsEventsOn() {
        ProgramRun run = run("stream A = E .window(2) .where(v > 1) .emit(v: v)");
        assertThat(outputs(run, 0, event("E", "v", 1), event("E", "v", 2), event("E", "v", 3)))
                .containsExactly(event("A", "v", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {".partition_by(k) .window(2)", ".window(2) .partition_by(k)"})
    void eachPartitionHasItsOwnWindows(String operations) {
        ProgramRun run = run("stream A = E " + operations + " .aggregate(n: sum(v)) .emit()");
        assertThat(outputs(
                        run,
                        0,
                        event("E", "k", 1, "v", 1),
                        event("E", "k", "b", "v", 10),
                        event("E", "v", 100),
                        event("E", "k", 1.0, "v", 2),
                        event("E", "v", 200),
                        event("E", "k", "b", "v", 20)))
                .containsExactly(event("A", "k", 1, "n", 3), event("A", "n", 300), event("A", "k", "b", "n", 30));
    }

    @Test
    void whereAppliesAtItsPositionInTheStream() {
        assertThat(sums(run("stream A = E .where(v > 2) .window(2) .aggregate(n: sum(v)) .emit()"), 1, 2, 3, 4))
                .containsExactly(7L);
        assertThat(sums(run("stream A = E .window(2) .where(v > 2) .aggregate(n: sum(v)) .emit()"), 1, 2, 3, 4))
                .containsExactly(0L, 7L);
        assertThat(sums(run("stream A = E .window(2) .aggregate(n: sum(v)) .where(n > 3) .emit()"), 1, 2, 3, 4))
                .containsExactly(7L);
    }

    @Test
    void theLeastRecentlyUsedKeyIsDiscarded() {
        ProgramRun run = run("stream A = E .partition_by(k) .aggregate(n: count()) .emit(n: n)");
        for (int i = 0; i <= 100_000; i++) {
            run.accept(event("E", "k", i), 0, output -> {});
        }
        assertThat(run.forgotten()).isEqualTo(1);
        assertThat(outputs(run, 0, event("E", "k", 1), event("E", "k", 0)))
                .containsExactly(event("A", "n", 2), event("A", "n", 1));
    }

    @Test
    void aFullTimeWindowDiscardsItsOldestEvents() {
        ProgramRun run =
                run("stream A = E .window(1h) stream B = A .aggregate(n: count(), f: first(v)) .where(n == 100000) "
                        + ".emit(f: f)");
        for (int i = 0; i < 100_003; i++) {
            run.accept(event("E", "v", i), i, output -> {});
        }
        assertThat(run.forgotten()).isEqualTo(3);
        assertThat(advance(run, 3_600_000)).containsExactly(event("B", "f", 3));
    }

    @Test
    @Tag("P5")
    void streamsFeedEachOtherToADepthOfTen() {
        ProgramRun run = run("stream A = A .emit(n: n + 1)");
        assertThat(outputs(run, 0, event("A", "n", 0))).hasSize(10).endsWith(event("A", "n", 10));
        ProgramRun loop = run("stream A = A .window(1ms) .emit(n: n + 1)");
        assertThat(outputs(loop, 0, event("A", "n", 0))).isEmpty();
        assertThat(advance(loop, 1_000_000_000)).hasSize(10);
        assertThat(loop.nextDeadline()).isEqualTo(ProgramRun.NEVER);
    }

    @Test
    @Tag("P5")
    void streamsFeedEachOtherInOrder() {
        ProgramRun run = run(
                "stream B = A .emit(x: 1) stream A = X .where(ok) stream C = A .emit(x: 2) stream D = B .emit(x: 3)");
        assertThat(outputs(run, 0, event("X", "ok", true), event("X", "ok", false)))
                .containsExactly(event("B", "x", 1), event("D", "x", 3), event("C", "x", 2));
    }

    @Test
    void limitsTheWorkOfWindowsThatMultiplyEvents() {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            source.append("stream S").append(i + 1).append(" = S").append(i).append(" .window(1000, sliding: 1)\n");
        }
        ProgramRun run = run(source.toString());
        for (int i = 0; i < 1100; i++) {
            run.accept(event("S0"), 0, output -> {});
            if (run.dropped() > 0) {
                return;
            }
        }
        assertThat(run.dropped()).isPositive();
    }

    private static List<Long> sums(ProgramRun run, int... values) {
        List<Long> sums = new ArrayList<>();
        for (int value : values) {
            run.accept(event("E", "v", value), 0, output -> sums.add(Long.valueOf(String.valueOf(output.get("n")))));
        }
        return sums;
    }
}
