/** The registered workers, and what is known of each. */
@NullMarked
package dev.runner.coordinator.registry;

import org.jspecify.annotations.NullMarked;
