/** Delivers outputs of pipelines to pipelines of other workers. */
@NullMarked
package dev.runner.worker.exchange;

import org.jspecify.annotations.NullMarked;
