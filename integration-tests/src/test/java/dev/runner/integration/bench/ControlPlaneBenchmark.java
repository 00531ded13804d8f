package dev.runner.integration.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints events per second: in process, directly to a worker, and through the coordinator with 1, 2 and 4 workers. All
 * share the machine, the sender too, so on few cores more workers cannot give more. {@code benchmarks/control-plane} runs
 * it.
 */
public final class ControlPlaneBenchmark {

    private static final String SOURCE =
            "stream Alerts = SensorReading .where(value > 100) .emit(sensor_id: sensor_id, value: value)";
    private static final int BATCH = 1000;
    private static final int TIMES = 3;

    private final Path jar;
    private final double seconds;
    private final Map<String, Double> direct = new HashMap<>();

    private ControlPlaneBenchmark(Path jar, double seconds) {
        this.jar = jar;
        this.seconds = seconds;
    }

    /** Takes the path of {@code members.jar}, and the seconds of each measurement. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ControlPlaneBenchmark benchmark = new ControlPlaneBenchmark(Path.of(args[0]), Double.parseDouble(args[1]));
        System.out.printf(
                "%d processors, Java %s; median of %d times %.1f s each, after as long to warm up%n%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                TIMES,
                benchmark.seconds);
        System.out.printf(
                "%-34s %7s %6s %12s %26s %7s%n", "", "workers", "conns", "events/s", "least .. most", "ratio");
        benchmark.run();
    }

    private void run() throws IOException, InterruptedException {
        print("in process, where + emit", 1, 0, InProcess.perSecond(SOURCE, seconds, TIMES), 1, 0);
        try (BenchCluster cluster = BenchCluster.start(jar, 1)) {
            String deploy = "{\"name\":\"bench\",\"source\":\"" + SOURCE + "\"}";
            String id = cluster.post(BenchCluster.worker("/api/v1/pipelines"), deploy, "id");
            measure("direct", 1, BenchCluster.worker("/api/v1/pipelines/" + id + "/events"), false);
        }
        for (int workers : new int[] {1, 2, 4}) {
            try (BenchCluster cluster = BenchCluster.start(jar, workers)) {
                String pipeline = "{\"name\":\"p\",\"source\":\"" + SOURCE + "\",\"replicas\":" + workers + "}";
                String group = cluster.post(
                        BenchCluster.coordinator("/api/v1/cluster/pipeline-groups"),
                        "{\"name\":\"bench\",\"pipelines\":[" + pipeline + "]}",
                        "id");
                URI inject = BenchCluster.coordinator("/api/v1/cluster/pipeline-groups/" + group + "/inject");
                measure("coordinator", workers, inject, true);
            }
        }
    }

    private void measure(String how, int workers, URI single, boolean compare) throws IOException {
        for (int connections : new int[] {1, 16, 64}) {
            measure(how, "single", workers, single, event(150), connections, 1, compare);
        }
        String events = IntStream.range(0, BATCH).mapToObj(i -> event(i % 200)).collect(Collectors.joining(","));
        for (int connections : new int[] {1, 4}) {
            URI batch = URI.create(single + "-batch");
            measure(
                    how,
                    "batch of " + BATCH,
                    workers,
                    batch,
                    "{\"events\":[" + events + "]}",
                    connections,
                    BATCH,
                    compare);
        }
    }

    private void measure(
            String how, String what, int workers, URI uri, String body, int connections, int events, boolean compare)
            throws IOException {
        List<Double> rates =
                new HttpLoad(uri, BenchCluster.KEY, body, connections).perSecond(2 * seconds, seconds, TIMES);
        String name = what + " " + connections;
        double median = sorted(rates).get(TIMES / 2) * events;
        double base = direct.computeIfAbsent(name, first -> median); // the direct one is the first of its name
        print(how + ", " + what, workers, connections, rates, events, compare ? median / base : 0);
    }

    private static String event(int value) {
        return "{\"event_type\":\"SensorReading\",\"fields\":{\"sensor_id\":\"sensor-" + value + "\",\"value\":" + value
                + "}}";
    }

    private static void print(String what, int workers, int connections, List<Double> rates, int events, double ratio) {
        List<Double> sorted = sorted(rates);
        System.out.printf(
                Locale.ROOT,
                "%-34s %7d %6s %,12.0f %,12.0f ..%,12.0f %7s%n",
                what,
                workers,
                connections == 0 ? "" : Integer.toString(connections),
                sorted.get(TIMES / 2) * events,
                sorted.get(0) * events,
                sorted.get(TIMES - 1) * events,
                ratio == 0 ? "" : String.format(Locale.ROOT, "%.2f", ratio));
    }

    private static List<Double> sorted(List<Double> rates) {
        return rates.stream().sorted().toList();
    }
}
