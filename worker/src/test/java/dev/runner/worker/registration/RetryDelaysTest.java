package dev.runner.worker.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V4")
class RetryDelaysTest {

    private static final Duration LATE = Duration.ofSeconds(10);

    private final RetryDelays delays = new RetryDelays();

    @Test
    void isEagerWhileTheCoordinatorMayStillBeStarting() {
        assertThat(delays.next(Duration.ZERO, true)).isEqualTo(Duration.ofMillis(50));
        assertThat(delays.next(Duration.ofMillis(9_999), true)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void thenDoublesFromOneSecondToThirty() {
        assertThat(IntStream.range(0, 40).mapToLong(i -> delays.next(LATE, true).toSeconds()))
                .startsWith(1L, 2L, 4L, 8L, 16L, 30L, 30L)
                .endsWith(30L);
    }

    @Test
    void isNeverEagerAfterAnotherFailure() {
        assertThat(delays.next(Duration.ZERO, false)).isEqualTo(Duration.ofSeconds(1));
        assertThat(delays.next(Duration.ZERO, false)).isEqualTo(Duration.ofSeconds(2));
    }
}
