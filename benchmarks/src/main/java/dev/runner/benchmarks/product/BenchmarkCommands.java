package dev.runner.benchmarks.product;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What every part needs of the system. */
final class BenchmarkCommands {
    /** How long anything that is measured may take. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(40);

    static final String UNKNOWN = "of an unknown version";

    private static final int MOST_TRIES = 50;
    private static final int MOST_WORDS = 300;

    private BenchmarkCommands() {}

    /** Runs a command to its good end. */
    static void run(String... command) throws IOException, InterruptedException {
        end(List.of(command), silent(List.of(command)), Set.of(0));
    }

    /** A command whose output nobody reads. */
    static Process silent(List<String> command) throws IOException {
        return BenchmarkCleanup.start(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD));
    }

    /** Milliseconds from the start of a command to its end, which is one of these exit codes. */
    static double wall(Path directory, List<String> command, Set<Integer> codes)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long begun = System.nanoTime();
        end(command, BenchmarkCleanup.start(builder), codes);
        return millis(System.nanoTime() - begun);
    }

    static void end(List<String> command, Process process, Set<Integer> codes)
            throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            process.destroyForcibly();
            throw new BenchmarkTimeoutException("`" + String.join(" ", command) + "` does not end");
        }
        if (!codes.contains(process.exitValue())) {
            throw new IOException("`" + String.join(" ", command) + "` ended with " + process.exitValue());
        }
    }

    /** What a thing that went wrong says, cut to a length that can be read. */
    static String brief(Exception e) {
        String message = e instanceof BenchmarkTimeoutException ? "took too long: " + e.getMessage() : e.toString();
        return message.length() > MOST_WORDS ? message.substring(0, MOST_WORDS) + "..." : message;
    }

    /** The program of this name on the PATH. */
    static Optional<String> find(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** What a command prints first; in words where it prints nothing in time. */
    static String firstLine(String... command) {
        try {
            Process process = BenchmarkCleanup.start(new ProcessBuilder(command).redirectErrorStream(true));
            CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS).execute(process::destroyForcibly);
            try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
                String line = in.readLine();
                return line == null || line.isBlank() ? UNKNOWN : line.strip();
            }
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    static void awaitUntil(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new BenchmarkTimeoutException(what);
            }
            TimeUnit.MICROSECONDS.sleep(500);
        }
    }

    static void write(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    static void writeScript(Path file, List<String> lines) throws IOException {
        write(file, lines);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    static double millis(long nanos) {
        return nanos / 1e6;
    }

    static void delete(Path directory) throws IOException {
        for (int i = 0; Files.exists(directory); i++) {
            try {
                deleteOnce(directory);
            } catch (IOException | UncheckedIOException e) {
                // A process that is just ending has written, or removed, one more file.
                if (i == MOST_TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private static void deleteOnce(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
