/** Clusters of real processes in JUnit tests: the extension, faults and waits for clusters and members, and reports. */
@NullMarked
package dev.runner.junit;

import org.jspecify.annotations.NullMarked;
