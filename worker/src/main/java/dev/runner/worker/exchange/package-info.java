/** Carries outputs of pipelines to other pipelines, worker to worker. */
@NullMarked
package dev.runner.worker.exchange;

import org.jspecify.annotations.NullMarked;
