package dev.runner.coordinator.delivery;

import java.time.Duration;

/**
 * The bounds of a delivery.
 *
 * @param callEvents events in one call at most
 * @param callBytes bytes in one call at most, but for an event that is larger by itself
 * @param waitingEvents a queue in which so many wait takes no more
 * @param waitingBytes the same in bytes of events
 * @param deadline how long an event may wait and be repeated, from its arrival
 * @param firstPause before a call that failed is repeated; it doubles with every failure in a row
 * @param longestPause to this
 */
public record DeliverySettings(
        int callEvents,
        int callBytes,
        int waitingEvents,
        int waitingBytes,
        Duration deadline,
        Duration firstPause,
        Duration longestPause) {

    public static final DeliverySettings STANDARD = new DeliverySettings(
            1_000, 1 << 20, 20_000, 64 << 20, Duration.ofSeconds(10), Duration.ofMillis(20), Duration.ofMillis(500));
}
