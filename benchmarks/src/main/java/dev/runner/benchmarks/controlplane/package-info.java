/** Measures what the control plane costs, with real processes. It needs nothing but the JDK and the members' jar. */
@NullMarked
package dev.runner.benchmarks.controlplane;

import org.jspecify.annotations.NullMarked;
