package dev.runner.benchmarks.product;

/** A side did not do within the benchmark's patience what all are measured by. */
final class BenchmarkTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchmarkTimeoutException(String what) {
        super(what);
    }
}
