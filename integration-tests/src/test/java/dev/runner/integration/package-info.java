/**
 * Scenarios against the packaged release, of two kinds. Those about the command line ({@code up}, {@code ps}, {@code
 * logs}, {@code down}, what they print and how they end) start it in a {@link dev.runner.integration.Sandbox}, and look
 * from its words to what is left afterwards. Those about what runs in a cluster, as {@link
 * dev.runner.integration.PlannedMigrationTest} is about pipelines, get the cluster from the test harness, like the
 * tests of any user.
 */
@NullMarked
package dev.runner.integration;

import org.jspecify.annotations.NullMarked;
