package dev.runner.benchmarks.product;

/**
 * When a part was measured.
 *
 * @param loadBefore processes that ran or wanted to, in the last minute
 */
record PartTiming(String name, double seconds, double loadBefore, double loadAfter) {}
