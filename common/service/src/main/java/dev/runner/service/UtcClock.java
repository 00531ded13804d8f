package dev.runner.service;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that measures durations; what differs is what its time comes from. */
public abstract class UtcClock extends Clock {

    @Override
    public final ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /**
     * Not supported: durations have no zone.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public final Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock measures durations; it has no zone");
    }
}
