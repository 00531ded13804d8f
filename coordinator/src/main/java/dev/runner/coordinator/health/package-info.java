/** Finds the workers whose heartbeats have stayed away. */
@NullMarked
package dev.runner.coordinator.health;

import org.jspecify.annotations.NullMarked;
