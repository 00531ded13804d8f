/** Carries injected events to the workers: one queue for each place of a group. */
@NullMarked
package dev.runner.coordinator.delivery;

import org.jspecify.annotations.NullMarked;
