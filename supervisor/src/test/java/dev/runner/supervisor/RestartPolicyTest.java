package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F17")
class RestartPolicyTest {
    private static final RestartPolicy STANDARD = RestartPolicy.STANDARD;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void theStandardIsWhatTheManualSays() {
        assertThat(STANDARD)
                .isEqualTo(new RestartPolicy(
                        Set.of(55),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        10,
                        Duration.ofMinutes(1)));
    }

    @Test
    void theDelayDoublesUpToTheLargest() {
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 1_000_000).stream()
                        .map(consecutiveRestarts ->
                                STANDARD.delayAfter(consecutiveRestarts).toMillis()))
                .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 5000L, 5000L, 5000L);
    }

    @Test
    void onlyTheCodesAskForARestart() {
        assertThat(STANDARD.asksForRestart(ExitStatus.code(55))).isTrue();
        assertThat(STANDARD.asksForRestart(ExitStatus.code(54))).isFalse();
        assertThat(STANDARD.asksForRestart(ExitStatus.code(0))).isFalse();
        assertThat(STANDARD.asksForRestart(ExitStatus.signal(55))).isFalse();
        assertThat(STANDARD.asksForRestart(ExitStatus.unknown())).isFalse();
    }

    @Test
    void aRestartCountsForLessThanTheWindow() {
        Instant justInside = NOW.minusSeconds(60).plusNanos(1);
        assertThat(STANDARD.withinWindow(List.of(NOW.minusSeconds(61), NOW.minusSeconds(60), justInside, NOW), NOW))
                .containsExactly(justInside, NOW);
    }

    @Test
    void refusesWhatMakesNoSense() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RestartPolicy(Set.of(), second.negated(), second, second, 1, second))
                .withMessageContaining("negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RestartPolicy(Set.of(), second, second.minusNanos(1), second, 1, second))
                .withMessageContaining("maximum");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RestartPolicy(Set.of(), second, second, second, -1, second))
                .withMessageContaining("limit");
        assertThat(new RestartPolicy(Set.of(), Duration.ZERO, Duration.ZERO, second, 0, second).limit())
                .isZero();
    }
}
