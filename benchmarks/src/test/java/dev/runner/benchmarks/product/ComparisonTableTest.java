package dev.runner.benchmarks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final BenchmarkResults results = new BenchmarkResults(new PrintStream(printed, true));

    private String table() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ComparisonTable.print(new PrintStream(out, true), results);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void add(String side, double... values) {
        for (double value : values) {
            results.add("default", "to ready", side, "ms", value);
        }
    }

    @Test
    void printsNothingWhereOneInstallationWasMeasured() {
        add("runner", 1, 2);

        assertThat(table()).isEmpty();
    }

    @Test
    void printsTheRatioOfTheMedians() {
        add("runner", 100, 110, 120);
        add("against: runner", 200, 220, 240);

        assertThat(table()).contains(" 0.50  default, to ready, runner").doesNotContain("within the spread");
    }

    @Test
    void claimsNoDifferenceWhereTheValuesOverlap() {
        add("runner", 100, 110, 120);
        add("against: runner", 105, 112, 118);

        assertThat(table()).contains("default, to ready, runner (within the spread)");
    }

    @Test
    void theOtherInstallationIsNoPeerInTheAims() {
        Map<String, Double> medians = Map.of("runner", 5.0, "against: runner", 9.0, "pm2", 4.0);

        assertThat(PerformanceTarget.ahead("runner").outcome(5.0, medians)).isEqualTo(PerformanceTarget.Outcome.MET);
    }
}
