/** Keeps every slot filled exactly once, on a worker that should have it, with the state that it had. */
@NullMarked
package dev.runner.coordinator.relocation;

import org.jspecify.annotations.NullMarked;
