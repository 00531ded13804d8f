package dev.runner.integration.bench.product;

import java.util.ArrayList;
import java.util.List;

/** The values of one figure, in the order in which they were measured. */
final class SampleSeries {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    List<Double> values() {
        return List.copyOf(values);
    }

    /** The lower one of the two in the middle, so that it is always one that was measured. */
    double median() {
        return values.stream().sorted().toList().get((values.size() - 1) / 2);
    }

    double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
