/** The metrics of a service, in Prometheus's formats. */
@NullMarked
package dev.runner.service.metrics;

import org.jspecify.annotations.NullMarked;
