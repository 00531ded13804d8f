package dev.runner.benchmarks.product;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM that measures by itself and prints what it has found. */
final class MeasuringJvm {
    private MeasuringJvm() {}

    /**
     * Runs it to its end.
     *
     * @param seconds how long it may take; then it is killed, with all that it has started
     * @return the lines that it has printed
     */
    static List<String> lines(BenchmarkSettings settings, Path directory, int seconds, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(settings.java().toString());
        command.add("-Djava.io.tmpdir=" + settings.work());
        command.addAll(arguments);
        Process process = BenchmarkCleanup.start(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        CompletableFuture<Void> limit = CompletableFuture.runAsync(
                () -> ProcStatistics.kill(ProcStatistics.tree(Set.of(process.pid()), Set.of())),
                CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = in.lines().toList();
            process.waitFor();
            if (limit.isDone()) {
                throw new BenchmarkTimeoutException("a JVM of its own, more than " + seconds + " s");
            }
            return lines;
        } finally {
            limit.cancel(false);
            ProcStatistics.kill(ProcStatistics.in(directory));
        }
    }

    static String classPath(String... entries) {
        return String.join(File.pathSeparator, entries);
    }
}
