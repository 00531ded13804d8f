package dev.runner.benchmarks.controlplane;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints events per second: in process, directly to workers, and through the coordinator with 1, 2 and 4 workers. All
 * share the machine, the sender too, so on few cores more workers cannot give more. {@code benchmarks/control-plane}
 * runs it.
 */
public final class ControlPlaneBenchmark {

    private static final String SOURCE =
            "stream Alerts = SensorReading .where(value > 100) .emit(sensor_id: sensor_id, value: value)";
    private static final int BATCH = 1000;
    private static final int ROUNDS = 5;

    private final Path jar;
    private final double seconds;

    private ControlPlaneBenchmark(Path jar, double seconds) {
        this.jar = jar;
        this.seconds = seconds;
    }

    /** Takes the path of {@code members.jar}, the seconds of each round, and the numbers of workers. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ControlPlaneBenchmark benchmark = new ControlPlaneBenchmark(Path.of(args[0]), Double.parseDouble(args[1]));
        System.out.printf(
                Locale.ROOT,
                "%d processors, load %.1f, Java %s; medians of %d rounds of %.2f s that alternate%n%n",
                Runtime.getRuntime().availableProcessors(),
                load(),
                System.getProperty("java.version"),
                ROUNDS,
                benchmark.seconds);
        List<Integer> workers = new ArrayList<>();
        for (String count : args[2].split(",", -1)) {
            workers.add(Integer.valueOf(count));
        }
        benchmark.run(workers);
        System.out.printf(Locale.ROOT, "%nload at the end: %.1f%n", load());
    }

    /** Processes that ran or wanted to, in the last minute; with more than processors, the rates are too low. */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private void run(List<Integer> counts) throws IOException, InterruptedException {
        printInProcess();
        System.out.printf("%-80s   %s%n", "", "processor time per event (us) of coordinator, workers, client");
        System.out.printf(
                "%-14s %7s %6s %12s %12s %6s %12s   %20s   %20s%n",
                "", "workers", "conns", "direct/s", "coord/s", "ratio", "least..most", "direct", "through coordinator");
        for (int workers : counts) {
            try (BenchCluster cluster = BenchCluster.start(jar, workers)) {
                measure(cluster, workers);
            }
        }
    }

    private void printInProcess() {
        try {
            double inProcess = ThroughputComparison.median(InProcessBaseline.perSecond(SOURCE, seconds, ROUNDS));
            System.out.printf(Locale.ROOT, "in process, where + emit, one thread: %,.0f events/s%n%n", inProcess);
        } catch (LinkageError e) {
            // The jar may be of another version, with other classes; its HTTP API is measured all the same.
            System.out.printf("in process: not measured, %s has no API that this benchmark knows (%s)%n%n", jar, e);
        }
    }

    private void measure(BenchCluster cluster, int workers) throws IOException, InterruptedException {
        List<URI> direct = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            String deploy = "{\"name\":\"bench\",\"source\":\"" + SOURCE + "\"}";
            String id = cluster.post(BenchCluster.worker(i, "/api/v1/pipelines"), deploy, "id");
            direct.add(BenchCluster.worker(i, "/api/v1/pipelines/" + id + "/events"));
        }
        String pipeline = "{\"name\":\"p\",\"source\":\"" + SOURCE + "\",\"replicas\":" + workers + "}";
        String group = cluster.post(
                BenchCluster.coordinator("/api/v1/cluster/pipeline-groups"),
                "{\"name\":\"bench\",\"pipelines\":[" + pipeline + "]}",
                "id");
        URI inject = BenchCluster.coordinator("/api/v1/cluster/pipeline-groups/" + group + "/inject");
        ThroughputComparison comparison = new ThroughputComparison(cluster, seconds, ROUNDS);
        for (int connections : new int[] {1, 16, 64}) {
            comparison.print("single", workers, direct, inject, event(150), connections, 1);
        }
        String events = IntStream.range(0, BATCH).mapToObj(i -> event(i % 200)).collect(Collectors.joining(","));
        String body = "{\"events\":[" + events + "]}";
        List<URI> batches =
                direct.stream().map(uri -> URI.create(uri + "-batch")).toList();
        for (int connections : new int[] {1, 4}) {
            URI batch = URI.create(inject + "-batch");
            comparison.print("batch of " + BATCH, workers, batches, batch, body, connections, BATCH);
        }
    }

    private static String event(int value) {
        return "{\"event_type\":\"SensorReading\",\"fields\":{\"sensor_id\":\"sensor-" + value + "\",\"value\":" + value
                + "}}";
    }
}
