/** Pipelines that run on this worker: their state, what they have seen, what they have still to send. */
@NullMarked
package dev.runner.worker.pipeline;

import org.jspecify.annotations.NullMarked;
