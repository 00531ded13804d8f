package dev.runner.integration.bench.product;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that is known, as JSON. */
final class Report {
    private Report() {}

    static String json(Machine machine, List<Candidate> candidates, List<PartTime> parts, Results results) {
        return "{\n  \"machine\": " + machine.json() + ",\n  \"sides\": "
                + list(candidates.stream().map(Report::side)) + ",\n  \"parts\": "
                + list(parts.stream().map(Report::part)) + ",\n  \"figures\": "
                + list(results.figures().entrySet().stream().map(figure -> figure(figure, results)))
                + ",\n  \"notes\": " + list(results.notes().stream().map(Report::text)) + "\n}\n";
    }

    private static String list(Stream<String> items) {
        return items.map(item -> "\n    " + item).collect(Collectors.joining(",", "[", "\n  ]"));
    }

    private static String side(Candidate side) {
        String missing = side.missing();
        return "{\"name\": " + text(side.name())
                + (missing == null ? ", \"version\": " + text(side.version()) : ", \"missing\": " + text(missing))
                + "}";
    }

    private static String part(PartTime part) {
        return String.format(
                Locale.ROOT,
                "{\"name\": %s, \"seconds\": %.1f, \"loadBefore\": %s, \"loadAfter\": %s}",
                text(part.name()),
                part.seconds(),
                part.loadBefore(),
                part.loadAfter());
    }

    private static String figure(Map.Entry<Results.Key, Series> figure, Results results) {
        Results.Key key = figure.getKey();
        Series series = figure.getValue();
        String aims =
                results.verdicts(key, series).stream().map(Report::verdict).collect(Collectors.joining(", ", "[", "]"));
        return "{\"part\": " + text(key.part()) + ", \"what\": " + text(key.what()) + ", \"side\": " + text(key.side())
                + ", \"unit\": " + text(key.unit()) + ", \"median\": " + series.median() + ", \"least\": "
                + series.least() + ", \"most\": " + series.most() + ", \"values\": " + series.values() + ", \"aims\": "
                + aims + "}";
    }

    private static String verdict(Results.Verdict verdict) {
        String met = verdict.outcome() == Aim.Outcome.OPEN
                ? "null"
                : verdict.outcome() == Aim.Outcome.MET ? "true" : "false";
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
