package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<Installation> installations = new ArrayList<>();
        for (Installation installation : settings.installations()) {
            if (installation.harness().isEmpty()) {
                results.note(
                        name() + " is left out for " + installation.home() + ": there is no build of its test harness");
            } else {
                installations.add(installation);
            }
        }
        if (installations.isEmpty()) {
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
            for (Installation installation : installations) {
                run(settings, results, directory, installation, CLUSTER, "WithCluster");
            }
            run(settings, results, directory, installations.get(0), PLAIN, "Plain");
        }
    }

    private void run(
            BenchmarkSettings settings,
            BenchmarkResults results,
            Path directory,
            Installation installation,
            String cluster,
            String testClass)
            throws IOException, InterruptedException {
        String side = installation.side(cluster);
        long begun = System.nanoTime();
        List<String> lines = MeasuringJvm.lines(
                settings,
                directory,
                LIMIT_SECONDS,
                List.of(
                        "-cp",
                        installation.harness(),
                        "dev.runner.benchmarks.testclass.ClassRunTimer",
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
