/** Which pipeline of a group, and which replica of it, an injected event is for. */
@NullMarked
package dev.runner.coordinator.routing;

import org.jspecify.annotations.NullMarked;
