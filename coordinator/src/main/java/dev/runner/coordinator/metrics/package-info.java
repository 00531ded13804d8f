/** What the coordinator counts, as JSON and for Prometheus. */
@NullMarked
package dev.runner.coordinator.metrics;

import org.jspecify.annotations.NullMarked;
