/** The YAML file that describes a cluster: its records, how they are read, and every mistake in one with its line. */
@NullMarked
package dev.runner.cluster.spec;

import org.jspecify.annotations.NullMarked;
