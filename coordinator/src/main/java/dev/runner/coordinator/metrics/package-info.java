/** The metrics of the coordinator, as JSON and for Prometheus. */
@NullMarked
package dev.runner.coordinator.metrics;

import org.jspecify.annotations.NullMarked;
