package dev.runner.benchmarks.product;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that is known, as JSON. */
final class BenchmarkJsonReport {
    private BenchmarkJsonReport() {}

    static String json(
            MachineInfo machine, List<DetectedTool> candidates, List<PartTiming> parts, BenchmarkResults results) {
        return "{\n  \"machine\": " + machine.json() + ",\n  \"sides\": "
                + list(candidates.stream().map(BenchmarkJsonReport::side)) + ",\n  \"parts\": "
                + list(parts.stream().map(BenchmarkJsonReport::part)) + ",\n  \"figures\": "
                + list(results.figures().entrySet().stream().map(figure -> figure(figure, results)))
                + ",\n  \"notes\": " + list(results.notes().stream().map(BenchmarkJsonReport::text)) + "\n}\n";
    }

    private static String list(Stream<String> items) {
        return items.map(item -> "\n    " + item).collect(Collectors.joining(",", "[", "\n  ]"));
    }

    private static String side(DetectedTool side) {
        String missing = side.missing();
        return "{\"name\": " + text(side.name())
                + (missing == null ? ", \"version\": " + text(side.version()) : ", \"missing\": " + text(missing))
                + "}";
    }

    private static String part(PartTiming part) {
        return String.format(
                Locale.ROOT,
                "{\"name\": %s, \"seconds\": %.1f, \"loadBefore\": %s, \"loadAfter\": %s}",
                text(part.name()),
                part.seconds(),
                part.loadBefore(),
                part.loadAfter());
    }

    private static String figure(Map.Entry<BenchmarkResults.Key, SampleSeries> figure, BenchmarkResults results) {
        BenchmarkResults.Key key = figure.getKey();
        SampleSeries series = figure.getValue();
        String aims = results.verdicts(key, series).stream()
                .map(BenchmarkJsonReport::verdict)
                .collect(Collectors.joining(", ", "[", "]"));
        return "{\"part\": " + text(key.part()) + ", \"what\": " + text(key.what()) + ", \"side\": " + text(key.side())
                + ", \"unit\": " + text(key.unit()) + ", \"median\": " + series.median() + ", \"least\": "
                + series.least() + ", \"most\": " + series.most() + ", \"values\": " + series.values() + ", \"aims\": "
                + aims + "}";
    }

    private static String verdict(BenchmarkResults.Verdict verdict) {
        String met = verdict.outcome() == PerformanceTarget.Outcome.OPEN
                ? "null"
                : verdict.outcome() == PerformanceTarget.Outcome.MET ? "true" : "false";
        return "{\"aim\": " + text(verdict.aim()) + ", \"met\": " + met + "}";
    }

    static String text(String value) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
