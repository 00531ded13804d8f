package dev.runner.benchmarks.product;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What the median of a figure is to be.
 *
 * @param atLeast whether more is better
 * @param limit from the medians of all sides of the same row; empty where the side that it depends on was not measured
 * @param reason where the limit comes from; empty where it is a number
 */
record PerformanceTarget(boolean atLeast, Function<Map<String, Double>, OptionalDouble> limit, String reason) {
    /** Whether it is reached; {@code open} where there was nothing to compare with. */
    enum Outcome {
        MET,
        MISSED,
        OPEN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static PerformanceTarget atMost(double limit) {
        return new PerformanceTarget(false, medians -> OptionalDouble.of(limit), "");
    }

    static PerformanceTarget atLeast(double limit) {
        return new PerformanceTarget(true, medians -> OptionalDouble.of(limit), "");
    }

    /** Not more than another side, and so much. */
    static PerformanceTarget atMostOver(String side, double more) {
        String reason = more == 0 ? side : String.format(Locale.ROOT, "%s + %.0f", side, more);
        return new PerformanceTarget(
                false,
                medians -> medians.containsKey(side)
                        ? OptionalDouble.of(medians.getOrDefault(side, 0.0) + more)
                        : OptionalDouble.empty(),
                reason);
    }

    /** Not more than the best of the others, and what is no one's to save. */
    static PerformanceTarget atMostBest(String self, String base) {
        return new PerformanceTarget(
                false,
                medians -> {
                    double unavoidable = medians.getOrDefault(base, 0.0);
                    OptionalDouble best = medians.entrySet().stream()
                            .filter(row ->
                                    isPeer(row.getKey(), self) && !row.getKey().equals(base))
                            .mapToDouble(Map.Entry::getValue)
                            .min();
                    return best.isPresent() ? OptionalDouble.of(best.getAsDouble() + unavoidable) : best;
                },
                "the best peer + " + base);
    }

    /** Ahead of every other. */
    static PerformanceTarget ahead(String self) {
        return new PerformanceTarget(
                true,
                medians -> medians.entrySet().stream()
                        .filter(row -> isPeer(row.getKey(), self))
                        .mapToDouble(Map.Entry::getValue)
                        .max(),
                "every peer");
    }

    /** The script only redirects: what it does is the members' own. Another version of the runner is no peer. */
    private static boolean isPeer(String side, String self) {
        return !Installation.withoutPrefix(side).equals(self) && !side.equals(ShellScriptAdapter.NAME);
    }

    Outcome outcome(double median, Map<String, Double> medians) {
        OptionalDouble bound = limit.apply(medians);
        if (bound.isEmpty()) {
            return Outcome.OPEN;
        }
        boolean isMet = atLeast ? median >= bound.getAsDouble() : median <= bound.getAsDouble();
        return isMet ? Outcome.MET : Outcome.MISSED;
    }

    /** Such as {@code <= 261 (shell script + 250)}. */
    String text(Map<String, Double> medians) {
        OptionalDouble bound = limit.apply(medians);
        String number = bound.isPresent() ? FigureFormatter.brief(bound.getAsDouble()) : "?";
        return (atLeast ? ">= " : "<= ") + number + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
