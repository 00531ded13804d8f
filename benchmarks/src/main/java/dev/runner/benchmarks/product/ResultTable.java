package dev.runner.benchmarks.product;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures as people read them. */
final class ResultTable {
    private final PrintStream out;
    private final BenchmarkResults results;

    ResultTable(PrintStream out, BenchmarkResults results) {
        this.out = out;
        this.results = results;
    }

    void print(MachineInfo machine, List<DetectedTool> candidates) {
        out.println("machine: " + machine.text());
        String present = candidates.stream()
                .filter(DetectedTool::isPresent)
                .map(side -> side.name() + " " + side.version())
                .collect(Collectors.joining(", "));
        out.println("measured: " + present);
        candidates.stream()
                .filter(side -> !side.isPresent())
                .forEach(side ->
                        out.println("not installed, so not measured: " + side.name() + "  (" + side.missing() + ")"));
    }

    void print(PartTiming part) {
        results.figures().keySet().stream()
                .filter(key -> key.part().equals(part.name()))
                .map(BenchmarkResults.Key::what)
                .distinct()
                .forEach(what -> print(part.name(), what));
        out.printf(
                Locale.ROOT,
                "  (%s took %.0f s; load %s before, %s after)%n",
                part.name(),
                part.seconds(),
                part.loadBefore(),
                part.loadAfter());
    }

    private void print(String part, String what) {
        out.printf(Locale.ROOT, "%n%s: %s%n", part, what);
        results.figures().forEach((key, series) -> {
            if (key.part().equals(part) && key.what().equals(what)) {
                print(key, series);
            }
        });
    }

    private void print(BenchmarkResults.Key key, SampleSeries series) {
        out.println(String.format(
                        Locale.ROOT,
                        "  %-30s %12s %-12s %10s..%-10s %2d times  %s",
                        key.side(),
                        FigureFormatter.column(series.median()),
                        key.unit(),
                        FigureFormatter.column(series.least()),
                        FigureFormatter.column(series.most()),
                        series.values().size(),
                        results.verdicts(key, series).stream()
                                .map(ResultTable::words)
                                .collect(Collectors.joining("; ")))
                .stripTrailing());
    }

    private static String words(BenchmarkResults.Verdict verdict) {
        return "aim " + verdict.aim() + ": " + verdict.outcome();
    }

    /** All that has an aim once more, in few words, and what was noted. */
    void printSummary() {
        out.printf("%naims:%n");
        for (Map.Entry<BenchmarkResults.Key, SampleSeries> figure :
                results.figures().entrySet()) {
            BenchmarkResults.Key key = figure.getKey();
            String value = FigureFormatter.brief(figure.getValue().median()) + " " + key.unit();
            for (BenchmarkResults.Verdict verdict : results.verdicts(key, figure.getValue())) {
                out.printf(
                        "  %-6s  %s, %s, %s: %s, aim %s%n",
                        verdict.outcome(), key.part(), key.what(), key.side(), value, verdict.aim());
            }
        }
        results.notes().forEach(note -> out.println("note: " + note));
    }
}
