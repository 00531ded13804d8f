/** What a member counts, shown to Prometheus. */
@NullMarked
package dev.runner.member.http.metrics;

import org.jspecify.annotations.NullMarked;
