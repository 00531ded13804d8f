package dev.runner.integration.bench.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What a command costs that does next to nothing, beside a Java program that does nothing. */
final class ColdCommandBenchmark implements BenchmarkPart {
    /** The exit code of `runner ps` where there is none. */
    private static final int NO_CLUSTER = 4;

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        Path here = Files.createDirectories(settings.work().resolve("cold"));
        for (int i = 0; i < 3 * settings.rounds(); i++) {
            double bare = bare(settings);
            results.add(name(), "wall", "bare java", "ms", bare);
            double version = BenchmarkCommands.wall(here, List.of(settings.runner(), "--version"), Set.of(0));
            results.add(name(), "wall", "runner --version", "ms", version);
            double ps = BenchmarkCommands.wall(here, List.of(settings.runner(), "ps"), Set.of(NO_CLUSTER));
            results.add(name(), "wall", "runner ps", "ms", ps);
            results.add(name(), "times bare java", "runner --version", "x", version / bare);
            results.add(name(), "times bare java", "runner ps", "x", ps / bare);
        }
        results.aim(name(), "times bare java", "runner --version", "x", PerformanceTarget.atMost(3.5));
        results.aim(name(), "times bare java", "runner ps", "x", PerformanceTarget.atMost(3.5));
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
