package dev.runner.coordinator.relocation;

import dev.runner.coordinator.placement.PlacementStrategy;
import java.time.Duration;

/**
 * How slots are looked after.
 *
 * @param placement how workers are chosen
 * @param patience how long a worker that is to come back is waited for: after the coordinator's start, and after a
 *     handover
 */
public record ControlPlaneSettings(PlacementStrategy placement, Duration patience) {}
