/** The coordinator's routes, and its calls to workers. */
@NullMarked
package dev.runner.coordinator.http;

import org.jspecify.annotations.NullMarked;
