package dev.runner.integration.bench.product;

import java.io.IOException;

/** One row of the table of aims. */
interface Part {
    String name();

    void measure(Settings settings, Results results) throws IOException, InterruptedException;
}
