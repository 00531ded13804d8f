/** The coordinator's calls to a worker about its pipelines. */
@NullMarked
package dev.runner.coordinator.client;

import org.jspecify.annotations.NullMarked;
