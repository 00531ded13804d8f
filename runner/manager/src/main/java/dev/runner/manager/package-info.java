/** The process that manages one cluster: from its preparation over its signals and its API to its exit code. */
@NullMarked
package dev.runner.manager;

import org.jspecify.annotations.NullMarked;
