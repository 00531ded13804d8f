/** The states of pipelines that nobody took when the worker ended: they wait in its storage for its next start. */
@NullMarked
package dev.runner.worker.kept;

import org.jspecify.annotations.NullMarked;
