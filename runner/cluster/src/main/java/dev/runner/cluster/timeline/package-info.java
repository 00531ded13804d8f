/** The record of everything that happened to a cluster, one JSON object a line. */
@NullMarked
package dev.runner.cluster.timeline;

import org.jspecify.annotations.NullMarked;
