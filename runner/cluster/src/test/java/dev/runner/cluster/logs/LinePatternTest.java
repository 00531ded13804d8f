package dev.runner.cluster.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.cluster.logs.LinePattern.Verdict;
import java.util.concurrent.TimeUnit;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's pattern costs no more than it must, whatever it is. */
@Tag("R2")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LinePatternTest {
    private static final String A = "a".repeat(60_000);

    @ParameterizedTest
    @CsvSource({
        "started, it has started., true",
        ".*started.*, it has started., true",
        "^started, it has started., false",
        "started$, it has started, true",
        "(?i)STARTED \\d+, it has started 12, true",
        ".*, '', true",
        "a\\.*, a..., true",
        "a\\.*$, ab, false",
        "(x)\\1, xx, true",
        "(?<!not )started, not started, false",
        "[.*], x*, true",
        ".*+, x, true",
        "x|.*, y, true"
    })
    void findsWhatJavaFinds(String pattern, String line, boolean found) {
        assertThat(LinePattern.compile(pattern).findQuickly(line)).isEqualTo(found);
        assertThat(LinePattern.compile(pattern).find(line)).isEqualTo(found ? Verdict.FOUND : Verdict.NOT_FOUND);
        assertThat(LinePattern.compile(pattern)).hasToString(pattern);
    }

    @Test
    void whatMayStandAnywhereIsQuick() {
        assertThat(LinePattern.compile(".*started.*").findQuickly(A)).isFalse();
        assertThat(LinePattern.compile(".*started.*").findQuickly(A + "started" + A))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a|b)+started", "(a+)+started", "a*a*a*started", "(?<word>a|aa)+started", ".*a.*started"})
    void aSlowOneIsNotFoundQuicklyAndYetFound(String expression) {
        LinePattern pattern = LinePattern.compile(expression);
        assertThat(pattern.findQuickly(A)).isNull();
        assertThat(pattern.find(A)).isEqualTo(Verdict.NOT_FOUND);
        assertThat(pattern.find(A + "started")).isEqualTo(Verdict.FOUND);
    }

    @Test
    void whatOnlyJavaCanDoIsGivenUp() {
        LinePattern pattern = LinePattern.compile("(a+)+\\1started");
        assertThat(pattern.find(A)).isEqualTo(Verdict.TOO_SLOW);
        assertThat(pattern.find("aastarted")).isEqualTo(Verdict.FOUND);
    }

    @Test
    void repetitionsOfRepetitionsAreNotWrittenOut() {
        LinePattern pattern = LinePattern.compile("((((a|b){100}){100}){100})+started");
        assertThat(pattern.find(A)).isIn(Verdict.TOO_SLOW, Verdict.NOT_FOUND);
    }

    @Test
    void coloursCountForNothingUnlessTheyAreAskedFor() {
        String line = "\u001b[32mstarted\u001b[0m";
        assertThat(LinePattern.compile("^started$").findQuickly(line)).isTrue();
        assertThat(LinePattern.compile("\u001b\\[32m").findQuickly(line)).isTrue();
        assertThat(LinePattern.compile("^stopped").findQuickly(line)).isFalse();
    }

    @Test
    void refusesWhatIsNone() {
        assertThatThrownBy(() -> LinePattern.compile(".*(")).isInstanceOf(PatternSyntaxException.class);
    }
}
