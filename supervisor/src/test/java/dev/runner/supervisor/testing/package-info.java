/** A launcher and a scheduler that a test steers by hand. */
@NullMarked
package dev.runner.supervisor.testing;

import org.jspecify.annotations.NullMarked;
