package dev.runner.cluster.readiness;

import java.time.Duration;

/**
 * A probe and its schedule.
 *
 * @param interval between two attempts, once the quick first ones are over
 * @param timeout from the start of the process to the moment at which it is given up
 */
public record ReadinessRule(Probe probe, Duration interval, Duration timeout) {}
