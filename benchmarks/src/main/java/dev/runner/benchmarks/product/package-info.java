/** Measures the packaged product beside what people use instead. It needs nothing but the JDK. */
@NullMarked
package dev.runner.benchmarks.product;

import org.jspecify.annotations.NullMarked;
