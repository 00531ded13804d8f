package dev.runner.benchmarks.controlplane;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line of the table: the same requests directly to workers and through the coordinator, in rounds that alternate,
 * so that whatever else the machine does hits both alike. The ratio is the median of the rounds' ratios.
 */
final class ThroughputComparison {

    /** Seconds. */
    private static final double LEAST_WARM_UP = 1.5;

    private final BenchCluster cluster;
    private final double seconds;
    private final int rounds;

    ThroughputComparison(BenchCluster cluster, double seconds, int rounds) {
        this.cluster = cluster;
        this.seconds = seconds;
        this.rounds = rounds;
    }

    /** How many answers there were, and what they cost: seconds of each one's processor time. */
    private static final class Side {
        private final List<Double> rates = new ArrayList<>();
        private double answers;
        private double coordinator;
        private double workers;
        private double client;
    }

    /**
     * Measures and prints.
     *
     * @param events in each request
     */
    void print(String what, int workers, List<URI> direct, URI coordinator, String body, int connections, int events)
            throws IOException {
        Side straight = new Side();
        Side through = new Side();
        try (HttpLoadGenerator near = new HttpLoadGenerator(direct, BenchCluster.KEY, body, connections);
                HttpLoadGenerator far =
                        new HttpLoadGenerator(List.of(coordinator), BenchCluster.KEY, body, connections)) {
            double unused = near.round(warmUp()) + far.round(warmUp());
            for (int i = 0; i < rounds; i++) {
                round(near, straight);
                round(far, through);
            }
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ratios.add(through.rates.get(i) / straight.rates.get(i));
        }
        System.out.printf(
                Locale.ROOT,
                "%-14s %7d %6d %,12.0f %,12.0f %6.2f %12s   %s / %s%n",
                what,
                workers,
                connections,
                median(straight.rates) * events,
                median(through.rates) * events,
                median(ratios),
                String.format(Locale.ROOT, "%.2f..%.2f", least(ratios), most(ratios)),
                cost(straight, events),
                cost(through, events));
    }

    /** A path that is taken a few hundred times in a round is still interpreted when short rounds begin. */
    private double warmUp() {
        return Math.max(LEAST_WARM_UP, 2 * seconds);
    }

    private void round(HttpLoadGenerator load, Side side) throws IOException {
        double coordinator = cluster.coordinatorSeconds();
        double workers = cluster.workersSeconds();
        double client = clientSeconds();
        double rate = load.round(seconds);
        side.rates.add(rate);
        side.answers += rate * seconds;
        side.coordinator += cluster.coordinatorSeconds() - coordinator;
        side.workers += cluster.workersSeconds() - workers;
        side.client += clientSeconds() - client;
    }

    private static double clientSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    private static String cost(Side side, int events) {
        double micros = 1e6 / (side.answers * events);
        return String.format(
                Locale.ROOT,
                "%6.1f %6.1f %6.1f",
                side.coordinator * micros,
                side.workers * micros,
                side.client * micros);
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(value -> value).min().orElseThrow();
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(value -> value).max().orElseThrow();
    }
}
