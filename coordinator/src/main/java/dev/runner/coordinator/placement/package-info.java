/** Which worker is to run what: strategies, reserved room, and whether a deployment can stay where it is. */
@NullMarked
package dev.runner.coordinator.placement;

import org.jspecify.annotations.NullMarked;
