/** The coordinated restart of all workers, one after the other. */
@NullMarked
package dev.runner.coordinator.restart;

import org.jspecify.annotations.NullMarked;
