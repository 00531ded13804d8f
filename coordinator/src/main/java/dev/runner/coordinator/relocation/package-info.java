/** Sees to it that every slot is filled once, on a worker that is to have it, with the state that it had. */
@NullMarked
package dev.runner.coordinator.relocation;

import org.jspecify.annotations.NullMarked;
