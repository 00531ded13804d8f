/** Which worker is to run what: pure decisions. */
@NullMarked
package dev.runner.coordinator.placement;

import org.jspecify.annotations.NullMarked;
