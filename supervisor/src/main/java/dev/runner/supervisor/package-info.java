/** Starts member processes, follows them, restarts them and stops them. Knows no cluster. */
@NullMarked
package dev.runner.supervisor;

import org.jspecify.annotations.NullMarked;
