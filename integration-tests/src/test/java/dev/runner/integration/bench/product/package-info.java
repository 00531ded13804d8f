/** Measures the packaged product beside what people use instead. It needs nothing but the JDK. */
@NullMarked
package dev.runner.integration.bench.product;

import org.jspecify.annotations.NullMarked;
