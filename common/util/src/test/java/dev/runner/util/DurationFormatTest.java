package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationFormatTest {
    @ParameterizedTest
    @CsvSource({
        "250ms, 250",
        "10s, 10000",
        "1.5s, 1500",
        "0.05s, 50",
        "0.0004s, -1",
        "1.5ms, 2",
        "2m, 120000",
        "1h, 3600000",
        "1d, 86400000",
        "0s, 0",
        "007s, 7000",
        "1000000000ms, 1000000000",
    })
    void parsesANumberWithUpToThreeDecimalsAndAUnit(String text, long millis) {
        assertThat(DurationFormat.tryParse(text).map(Duration::toMillis).orElse(-1L))
                .isEqualTo(millis);
        assertThat(text.matches(DurationFormat.PATTERN)).isEqualTo(millis >= 0);
    }

    @ParameterizedTest
    @CsvSource({"''", "-1s", "s", ".5s", "5.s", "1 s", "' 1s'", "1S", "1w", "1e3s", "PT1S", "1.2.3s", "\u0661s"})
    void refusesOtherTexts(String text) {
        assertThat(DurationFormat.tryParse(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationFormat.parse(text))
                .withMessage("`" + text + "` is not a duration; write 250ms, 10s or 2m");
    }

    @Test
    void saysThatTheUnitIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationFormat.parse("5"))
                .withMessage("`5` has no unit; write 250ms, 10s or 2m");
    }

    @Test
    void parsesOnlyDurationsThatCanBeCountedInNanoseconds() {
        assertThat(DurationFormat.parse("106751d").toNanos()).isPositive();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationFormat.parse("106752d"))
                .withMessageContaining("longer than 292 years");
    }

    @Test
    void limitsDurationsToMillisecondsOf64Bits() {
        assertThat(DurationFormat.tryParse("106751991167d")).isPresent();
        assertThat(DurationFormat.tryParse("106751991168d")).isEmpty();
        assertThat(DurationFormat.tryParse("9".repeat(1_000_000) + "d")).isEmpty();
    }

    @Test
    void refusesZeroWhereATimeMustPass() {
        assertThat(DurationFormat.parsePositive("1ms")).isEqualTo(Duration.ofMillis(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationFormat.parsePositive("0s"))
                .withMessageContaining("longer than zero");
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "1, 1ms", "1500, 1500ms", "90000, 90s", "120000, 2m", "7200000, 2h", "172800000, 2d"})
    void formatsInTheLongestExactUnit(long millis, String text) {
        assertThat(DurationFormat.format(Duration.ofMillis(millis))).isEqualTo(text);
        assertThat(DurationFormat.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "12349, 12.3 s",
        "12350, 12.4 s",
        "119999, 120.0 s",
        "245999, 4 min 5 s"
    })
    void describesMeasuredTimesRounded(long millis, String text) {
        assertThat(DurationFormat.describe(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
