package dev.runner.benchmarks.product;

import java.io.IOException;

/** One row of the table of aims. */
interface BenchmarkPart {
    String name();

    void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException;
}
