package dev.runner.integration.bench.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What `@LocalCluster` costs a test class: four members that do nothing, started and stopped for each class. */
final class HarnessOverheadBenchmark implements BenchmarkPart {
    private static final String FIRST = "4 native members, the first class of a JVM";
    private static final String NEXT = "4 native members, the classes after it";
    private static final String CLUSTER = "@LocalCluster";
    private static final String PLAIN = "no cluster";
    private static final int CLASSES = 21;
    private static final int LIMIT_SECONDS = 90;

    @Override
    public String name() {
        return "test-class";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        if (settings.harness().isEmpty()) {
            results.note(name() + " is left out: there is no build of the test harness");
            return;
        }
        results.aim(name(), NEXT, CLUSTER, "ms", PerformanceTarget.atMost(150));
        Path directory = Files.createDirectories(settings.work().resolve(name()));
        BenchmarkCommands.write(
                directory.resolve("sleepers.yaml"),
                List.of(
                        "name: sleepers",
                        "hosts: 4",
                        "members:",
                        "  worker:",
                        "    on: hosts",
                        "    command: 'echo up; exec sleep 600'",
                        "    ready: {log: up}",
                        "    stop: {signal: TERM, grace: 5s}"));
        for (int i = 0; i < settings.rounds(); i++) {
            run(settings, results, directory, CLUSTER, "WithCluster");
            run(settings, results, directory, PLAIN, "Plain");
        }
    }

    private void run(
            BenchmarkSettings settings, BenchmarkResults results, Path directory, String side, String testClass)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        List<String> lines = MeasuringJvm.lines(
                settings,
                directory,
                LIMIT_SECONDS,
                List.of(
                        "-cp",
                        settings.harness(),
                        "dev.runner.integration.bench.testclass.ClassRunTimer",
                        testClass,
                        Integer.toString(CLASSES)));
        int classes = 0;
        for (String line : lines) {
            if (line.startsWith("took ")) {
                double millis = Double.parseDouble(line.substring("took ".length()));
                results.add(name(), classes == 0 ? FIRST : NEXT, side, "ms", millis);
                classes++;
            } else if (line.startsWith("failed ")) {
                results.fail(name() + ", " + side + ": a test " + line);
            }
        }
        if (classes < CLASSES) {
            results.fail(name() + ", " + side + ": only " + classes + " of " + CLASSES + " classes were run");
        }
        results.progress(name() + ": " + side + ", " + classes + " classes", System.nanoTime() - begun);
    }
}
