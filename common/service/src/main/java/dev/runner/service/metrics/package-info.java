/** What a member counts, shown to Prometheus. */
@NullMarked
package dev.runner.service.metrics;

import org.jspecify.annotations.NullMarked;
