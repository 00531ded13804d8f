/** The part of the benchmark that runs in a JVM of its own, beside JUnit: what a cluster costs a test class. */
@NullMarked
package dev.runner.benchmarks.testclass;

import org.jspecify.annotations.NullMarked;
