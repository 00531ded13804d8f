package dev.runner.benchmarks.product;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Every figure of the product beside the same one of the installation that it was measured against. */
final class ComparisonTable {
    private ComparisonTable() {}

    /** Prints nothing where only one installation was measured. */
    static void print(PrintStream out, BenchmarkResults results) {
        Map<BenchmarkResults.Key, SampleSeries> pairs = new LinkedHashMap<>();
        results.figures().forEach((key, series) -> {
            SampleSeries other = results.figures()
                    .get(new BenchmarkResults.Key(
                            key.part(), key.what(), Installation.AGAINST + key.side(), key.unit()));
            if (other != null) {
                pairs.put(key, other);
            }
        });
        if (pairs.isEmpty()) {
            return;
        }
        out.printf("%nthis product against the other (medians; ratio of this to the other):%n");
        pairs.forEach((key, other) -> {
            SampleSeries own = results.figures().getOrDefault(key, other);
            out.println(String.format(
                            Locale.ROOT,
                            "  %12s : %-12s %-12s %6s  %s, %s, %s%s",
                            FigureFormatter.column(own.median()),
                            FigureFormatter.column(other.median()),
                            key.unit(),
                            ratio(own.median(), other.median()),
                            key.part(),
                            key.what(),
                            key.side(),
                            own.isWithinSpreadOf(other) ? " (within the spread)" : "")
                    .stripTrailing());
        });
    }

    private static String ratio(double own, double other) {
        return other == 0 ? "?" : String.format(Locale.ROOT, "%.2f", own / other);
    }
}
