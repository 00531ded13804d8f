package dev.runner.integration.bench.product;

/** A side did not do within the benchmark's patience what all are measured by. */
final class TookTooLong extends RuntimeException {
    private static final long serialVersionUID = 1;

    TookTooLong(String what) {
        super(what);
    }
}
