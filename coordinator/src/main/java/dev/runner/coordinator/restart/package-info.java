/** The rolling restart of all workers. */
@NullMarked
package dev.runner.coordinator.restart;

import org.jspecify.annotations.NullMarked;
