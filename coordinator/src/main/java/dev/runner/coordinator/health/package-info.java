/** Detects lost workers: missed heartbeats and refused connections. */
@NullMarked
package dev.runner.coordinator.health;

import org.jspecify.annotations.NullMarked;
