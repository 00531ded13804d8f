/** What a member counts, shown to Prometheus. */
@NullMarked
package dev.runner.member.metrics;

import org.jspecify.annotations.NullMarked;
