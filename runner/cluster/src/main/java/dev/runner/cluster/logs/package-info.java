/** Reading members' log files while they are written and rotated. */
@NullMarked
package dev.runner.cluster.logs;

import org.jspecify.annotations.NullMarked;
