package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesUpToTheMaximum() {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
        assertThat(IntStream.of(0, 1, 2, 3, 4, 5, 30, 31, 63, 64, 1_000_000)
                        .mapToLong(failures -> backoff.delayAfter(failures).toMillis()))
                .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 5000L, 5000L, 5000L, 5000L, 5000L, 5000L);
    }

    @Test
    void zeroStaysZero() {
        assertThat(new Backoff(Duration.ZERO, Duration.ofSeconds(1)).delayAfter(40))
                .isZero();
    }

    @Test
    void refusesANegativeDelayAndAMaximumBelowTheInitialDelay() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second.negated(), second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second, second.minusNanos(1)))
                .withMessageContaining("longer than the maximum");
    }
}
