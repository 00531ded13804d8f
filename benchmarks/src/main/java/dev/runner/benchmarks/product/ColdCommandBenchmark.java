package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What a command costs that does next to nothing, beside a Java program that does nothing. */
final class ColdCommandBenchmark implements BenchmarkPart {
    /** The exit code of `runner ps` where there is none. */
    private static final int NO_CLUSTER = 4;

    private static final String WALL = "wall";
    private static final String TIMES = "times bare java";
    private static final String VERSION = "runner --version";
    private static final String PS = "runner ps";

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        Path here = Files.createDirectories(settings.work().resolve("cold"));
        for (int i = 0; i < 3 * settings.rounds(); i++) {
            double bare = bare(settings);
            results.add(name(), WALL, "bare java", "ms", bare);
            for (Installation installation : settings.installations()) {
                String runner = installation.runner();
                double version = BenchmarkCommands.wall(here, List.of(runner, "--version"), Set.of(0));
                results.add(name(), WALL, installation.side(VERSION), "ms", version);
                double ps = BenchmarkCommands.wall(here, List.of(runner, "ps"), Set.of(NO_CLUSTER));
                results.add(name(), WALL, installation.side(PS), "ms", ps);
                results.add(name(), TIMES, installation.side(VERSION), "x", version / bare);
                results.add(name(), TIMES, installation.side(PS), "x", ps / bare);
            }
        }
        results.aim(name(), TIMES, VERSION, "x", PerformanceTarget.atMost(3.5));
        results.aim(name(), TIMES, PS, "x", PerformanceTarget.atMost(3.5));
    }

    /** A program that ends at once, by the flags that make it start fastest without an archive of its own. */
    static double bare(BenchmarkSettings settings) throws IOException, InterruptedException {
        return BenchmarkCommands.wall(settings.work(), bareCommand(settings), Set.of(0));
    }

    static List<String> bareCommand(BenchmarkSettings settings) {
        return List.of(
                settings.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                HelloWorldMain.class.getName());
    }
}
