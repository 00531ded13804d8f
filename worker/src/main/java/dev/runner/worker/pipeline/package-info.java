/**
 * The pipelines of this worker: their state, the ids that they have seen, and the outputs that they have yet to send.
 */
@NullMarked
package dev.runner.worker.pipeline;

import org.jspecify.annotations.NullMarked;
