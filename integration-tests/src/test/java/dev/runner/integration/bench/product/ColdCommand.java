package dev.runner.integration.bench.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a command costs that does next to nothing, beside a Java program that does nothing. */
final class ColdCommand implements Part {
    @Override
    public String name() {
        return "cold";
    }

    @Override
    public void measure(Settings settings, Results results) throws IOException, InterruptedException {
        Path here = Files.createDirectories(settings.work().resolve("cold"));
        for (int i = 0; i < 3 * settings.rounds(); i++) {
            double bare = bare(settings);
            results.add(name(), "wall", "bare java", "ms", bare);
            double version = wall(here, List.of(settings.runner(), "--version"));
            results.add(name(), "wall", "runner --version", "ms", version);
            double ps = wall(here, List.of(settings.runner(), "ps"));
            results.add(name(), "wall", "runner ps", "ms", ps);
            results.add(name(), "times bare java", "runner --version", "x", version / bare);
            results.add(name(), "times bare java", "runner ps", "x", ps / bare);
        }
        results.aim(name(), "times bare java", "runner --version", "x", "aim: 3.5");
        results.aim(name(), "times bare java", "runner ps", "x", "aim: 3.5");
    }

    /** A program that ends at once, by the flags that make it start fastest without an archive of its own. */
    static double bare(Settings settings) throws IOException, InterruptedException {
        return wall(settings.work(), bareCommand(settings));
    }

    static List<String> bareCommand(Settings settings) {
        return List.of(
                settings.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Hello.class.getName());
    }

    static double wall(Path directory, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long begun = System.nanoTime();
        builder.start().waitFor();
        return Tools.millis(System.nanoTime() - begun);
    }
}
