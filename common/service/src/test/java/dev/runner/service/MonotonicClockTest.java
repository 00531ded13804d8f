package dev.runner.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MonotonicClockTest {

    @Test
    void goesOnAsTheProcessRuns() {
        AtomicLong nanos = new AtomicLong(-5);
        MonotonicClock clock = new MonotonicClock(nanos::get);
        Instant before = clock.instant();
        assertThat(clock.instant()).isEqualTo(before);

        nanos.addAndGet(Duration.ofSeconds(3).toNanos());

        assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void beginsAtTheTimeOfDay() {
        assertThat(Duration.between(MonotonicClock.ofRunningTime().instant(), Instant.now()))
                .isLessThan(Duration.ofMinutes(1));
    }
}
