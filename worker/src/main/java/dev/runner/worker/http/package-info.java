/** The worker's routes, and its calls to the coordinator. */
@NullMarked
package dev.runner.worker.http;

import org.jspecify.annotations.NullMarked;
