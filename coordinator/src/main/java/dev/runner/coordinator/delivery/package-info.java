/** Carries injected events to the workers: a queue for each slot, repeated until a worker has them. */
@NullMarked
package dev.runner.coordinator.delivery;

import org.jspecify.annotations.NullMarked;
