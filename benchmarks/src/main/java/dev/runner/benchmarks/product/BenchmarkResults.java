package dev.runner.benchmarks.product;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All figures, by part, what was measured, and who did it; and what a reader of them must know. */
final class BenchmarkResults {
    private final PrintStream err;
    private final Map<Key, SampleSeries> figures = new LinkedHashMap<>();
    private final Map<Key, List<PerformanceTarget>> aims = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private boolean failed;

    /** @param unit of the values, as a reader wants to see it */
    record Key(String part, String what, String side, String unit) {}

    /** @param aim in words */
    record Verdict(String aim, PerformanceTarget.Outcome outcome) {}

    BenchmarkResults(PrintStream err) {
        this.err = err;
    }

    void add(String part, String what, String side, String unit, double value) {
        figures.computeIfAbsent(new Key(part, what, side, unit), key -> new SampleSeries())
                .add(value);
    }

    void aim(String part, String what, String side, String unit, PerformanceTarget aim) {
        aims.computeIfAbsent(new Key(part, what, side, unit), key -> new ArrayList<>())
                .add(aim);
    }

    Map<Key, SampleSeries> figures() {
        return figures;
    }

    /** What came of this figure's aims. */
    List<Verdict> verdicts(Key key, SampleSeries series) {
        Map<String, Double> row = figures.entrySet().stream()
                .filter(figure -> isSameRow(figure.getKey(), key))
                .collect(Collectors.toMap(
                        figure -> figure.getKey().side(),
                        figure -> figure.getValue().median()));
        return aims.getOrDefault(key, List.of()).stream()
                .map(aim -> new Verdict(aim.text(row), aim.outcome(series.median(), row)))
                .toList();
    }

    private static boolean isSameRow(Key one, Key other) {
        return one.part().equals(other.part())
                && one.what().equals(other.what())
                && one.unit().equals(other.unit());
    }

    /** Something that a reader of the figures must know; printed at once and again below the table. */
    void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
            err.println(note);
        }
    }

    /** The runner itself, or a whole part, could not be measured. */
    void fail(String note) {
        failed = true;
        note(note);
    }

    boolean hasFailed() {
        return failed;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** What has just been measured, and how long that took with its preparation and its end. */
    void progress(String what, long nanos) {
        err.printf(Locale.ROOT, "%s (%.1f s)%n", what, nanos / 1e9);
    }
}
