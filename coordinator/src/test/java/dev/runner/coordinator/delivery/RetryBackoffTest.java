package dev.runner.coordinator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryBackoffTest {

    private final RetryBackoff backoff = new RetryBackoff(Duration.ofMillis(20), Duration.ofMillis(50));

    private long next() {
        return backoff.begin("some problem").length().toMillis();
    }

    @Test
    void doublesUpToTheMaximumAndStartsAgainAfterASuccess() {
        assertThat(new long[] {next(), next(), next(), next()}).containsExactly(20, 40, 50, 50);
        backoff.reset();
        assertThat(next()).isEqualTo(20);
    }

    @Test
    void waitsUntilItsOwnDelayEnds() {
        RetryBackoff.Delay old = backoff.begin("first");
        backoff.cancel();
        RetryBackoff.Delay delay = backoff.begin("second");

        backoff.end(old);
        assertThat(backoff.isWaiting()).isTrue();
        backoff.end(delay);
        assertThat(backoff.isWaiting()).isFalse();
        assertThat(backoff.lastProblem()).isEqualTo("second");
    }
}
