package dev.runner.benchmarks.product;

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

    /** Whether the median of each lies between the least and the most of the other: no difference can be claimed. */
    boolean isWithinSpreadOf(SampleSeries other) {
        return contains(other.median()) && other.contains(median());
    }

    private boolean contains(double value) {
        return least() <= value && value <= most();
    }

    double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
