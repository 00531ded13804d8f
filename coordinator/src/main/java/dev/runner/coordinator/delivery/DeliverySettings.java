package dev.runner.coordinator.delivery;

import java.time.Duration;

/**
 * The limits of deliveries.
 *
 * @param callEvents events in one call at most
 * @param callBytes bytes in one call at most, except for a single event that is larger
 * @param waitingEvents a queue in which so many events wait takes no more
 * @param waitingBytes the same in bytes of events
 * @param deadline how long an event may wait and be repeated, from its arrival
 * @param initialBackoff delay before a failed call is repeated; it doubles with each failure in a row
 * @param maxBackoff the longest such delay
 */
public record DeliverySettings(
        int callEvents,
        int callBytes,
        int waitingEvents,
        int waitingBytes,
        Duration deadline,
        Duration initialBackoff,
        Duration maxBackoff) {

    public static final DeliverySettings STANDARD = new DeliverySettings(
            1_000, 1 << 20, 20_000, 64 << 20, Duration.ofSeconds(10), Duration.ofMillis(20), Duration.ofMillis(500));
}
