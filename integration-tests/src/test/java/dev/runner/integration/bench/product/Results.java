package dev.runner.integration.bench.product;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All figures, by part, what was measured, and who did it; as a table and as JSON. */
final class Results {
    private final PrintStream out;
    private final PrintStream err;
    private final Map<Key, Series> figures = new LinkedHashMap<>();
    private final Map<Key, String> aims = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** @param unit of the values, as a reader wants to see it */
    private record Key(String part, String what, String side, String unit) {}

    Results(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    void add(String part, String what, String side, String unit, double value) {
        figures.computeIfAbsent(new Key(part, what, side, unit), key -> new Series())
                .add(value);
    }

    /** What the figure is to be, in words. */
    void aim(String part, String what, String side, String unit, String aim) {
        aims.put(new Key(part, what, side, unit), aim);
    }

    /** Something that a reader of the figures must know; printed at once and again below the table. */
    void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
            err.println(note);
        }
    }

    /** What has just been measured, and how long that took with its preparation and its end. */
    void progress(String what, long nanos) {
        err.printf(Locale.ROOT, "%s (%.1f s)%n", what, nanos / 1e9);
    }

    void print(String part) {
        figures.keySet().stream()
                .filter(key -> key.part().equals(part))
                .map(Key::what)
                .distinct()
                .forEach(what -> print(part, what));
    }

    private void print(String part, String what) {
        out.printf(Locale.ROOT, "%n%s: %s%n", part, what);
        figures.forEach((key, series) -> {
            if (key.part().equals(part) && key.what().equals(what)) {
                print(key, series);
            }
        });
    }

    private void print(Key key, Series series) {
        out.printf(
                Locale.ROOT,
                "  %-30s %12s %-12s %10s..%-10s %2d times  %s%n",
                key.side(),
                number(series.median()),
                key.unit(),
                number(series.least()),
                number(series.most()),
                series.values().size(),
                aims.getOrDefault(key, ""));
    }

    void printNotes() {
        notes.forEach(note -> out.println("note: " + note));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 20 ? "%,.3f" : "%,.1f", value);
    }

    String json(Map<String, String> machine) {
        String about = machine.entrySet().stream()
                .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                .collect(Collectors.joining(", "));
        String rows = figures.entrySet().stream()
                .map(figure -> "    " + json(figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(",\n"));
        String remarks = notes.stream().map(Results::text).collect(Collectors.joining(", "));
        return "{\n  \"machine\": {" + about + "},\n  \"figures\": [\n" + rows + "\n  ],\n  \"notes\": [" + remarks
                + "]\n}\n";
    }

    private String json(Key key, Series series) {
        String aim = aims.get(key);
        return "{\"part\": " + text(key.part()) + ", \"what\": " + text(key.what()) + ", \"side\": " + text(key.side())
                + ", \"unit\": " + text(key.unit()) + ", \"median\": " + series.median() + ", \"least\": "
                + series.least() + ", \"most\": " + series.most() + ", \"values\": " + series.values()
                + (aim == null ? "" : ", \"aim\": " + text(aim)) + "}";
    }

    private static String text(String value) {
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
