package dev.runner.service.testing;

import dev.runner.service.UtcClock;
import java.time.Duration;
import java.time.Instant;

/** A clock for tests that only advances when told. */
public final class ManualClock extends UtcClock {

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
