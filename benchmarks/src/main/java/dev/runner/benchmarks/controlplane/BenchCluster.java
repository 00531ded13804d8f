package dev.runner.benchmarks.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A coordinator and workers as processes of their own, with the options that {@code runner up} gives them. */
final class BenchCluster implements AutoCloseable {

    static final String KEY = "benchmark";

    private static final String NET = "127.249.";
    private static final String OPTIONS =
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m -Xshare:auto -XX:-UsePerfData";

    private final Path jar;
    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private BenchCluster(Path jar, Path directory) {
        this.jar = jar;
        this.directory = directory;
    }

    static BenchCluster start(Path jar, int workers) throws IOException, InterruptedException {
        BenchCluster cluster = new BenchCluster(jar, Files.createTempDirectory("control-plane-benchmark"));
        try {
            cluster.run("dev.runner.coordinator.CoordinatorMain", "--bind", NET + "255.1", "--port", "28080");
            cluster.awaitAnswer(coordinator("/health"), "ok");
            for (int i = 0; i < workers; i++) {
                cluster.run(
                        "dev.runner.worker.WorkerMain",
                        "--bind",
                        NET + i + ".1",
                        "--port",
                        "28080",
                        "--worker-id",
                        "worker-" + i,
                        "--coordinator",
                        coordinator("").toString());
            }
            for (int i = 0; i < workers; i++) {
                cluster.awaitAnswer(coordinator("/api/v1/cluster/workers/worker-" + i), "\"ready\"");
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    static URI coordinator(String path) {
        return URI.create("http://" + NET + "255.1:28080" + path);
    }

    static URI worker(int index, String path) {
        return URI.create("http://" + NET + index + ".1:28080" + path);
    }

    /** Processor time that the coordinator has used. */
    double coordinatorSeconds() {
        return used(processes.get(0));
    }

    /** Processor time that all workers have used. */
    double workersSeconds() {
        return processes.stream().skip(1).mapToDouble(BenchCluster::used).sum();
    }

    private static double used(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private void run(String main, String... arguments) throws IOException {
        String given = System.getenv("MULTIHOST_JAVA_OPTS");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Collections.addAll(command, (given == null || given.isBlank() ? OPTIONS : given).split(" +", -1));
        Collections.addAll(command, "-cp", jar.toString(), main);
        Collections.addAll(command, arguments);
        String name = "member-" + processes.size();
        Collections.addAll(command, "--storage", directory.resolve(name).toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        builder.environment().put("MULTIHOST_API_KEY", KEY);
        processes.add(builder.start());
    }

    private void awaitAnswer(URI uri, String part) throws InterruptedException, IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        String last = "nothing";
        while (System.nanoTime() < end) {
            try {
                last = http.send(request(uri).GET().build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                if (last.contains(part)) {
                    return;
                }
            } catch (IOException e) {
                last = e.toString(); // it has not opened its port yet
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException(uri + " does not answer " + part + ", but " + last + "; the logs are in " + directory);
    }

    /** Posts JSON, and returns the first value of this field in the answer. */
    String post(URI uri, String body, String field) throws IOException, InterruptedException {
        HttpRequest request = request(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        Matcher value = Pattern.compile("\"" + field + "\":\"?([^\",}]*)").matcher(answer);
        if (!value.find()) {
            throw new IOException(uri + " was answered " + answer);
        }
        return value.group(1);
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).header("x-api-key", KEY).timeout(Duration.ofSeconds(20));
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
