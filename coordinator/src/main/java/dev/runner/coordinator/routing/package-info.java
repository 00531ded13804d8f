/** Chooses the pipeline of a group, and its replica, for an injected event. */
@NullMarked
package dev.runner.coordinator.routing;

import org.jspecify.annotations.NullMarked;
