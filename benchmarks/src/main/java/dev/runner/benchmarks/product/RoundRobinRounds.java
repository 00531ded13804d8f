package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The sides take turns, so that whatever else the machine does hits all alike. */
final class RoundRobinRounds {
    private static final int MOST_FAILURES = 2;

    /** By how much a slow side may take longer than what is enough, so that its figures have a spread. */
    private static final int MOST = 3;

    private final BenchmarkSettings settings;
    private final BenchmarkResults results;
    /** A side is not measured again when its rounds of one figure have taken so long. */
    private final long enoughNanos;
    /** How many rounds also a slow side has. */
    private final int least;

    RoundRobinRounds(BenchmarkSettings settings, BenchmarkResults results) {
        this.settings = settings;
        this.results = results;
        this.enoughNanos = TimeUnit.SECONDS.toNanos(settings.quick() ? 2 : 6);
        this.least = settings.quick() ? 1 : 3;
    }

    /** One measurement of one side, in an empty directory. */
    interface Round<S extends ToolAdapter> {
        void measure(S side, Path directory) throws IOException, InterruptedException;
    }

    <S extends ToolAdapter> void alternate(List<S> sides, int rounds, String what, Round<S> round)
            throws IOException, InterruptedException {
        List<S> present = sides.stream()
                .filter(side -> settings.wants(side) && side.missing() == null)
                .toList();
        Map<String, Long> spent = new HashMap<>();
        Map<String, Integer> failures = new HashMap<>();
        for (int i = 0; i < rounds; i++) {
            for (S side : present) {
                long soFar = spent.getOrDefault(side.name(), 0L);
                long enough = side.isRunner() ? 2 * enoughNanos : enoughNanos; // it has the aims
                boolean isWorthIt = soFar < enough || (i < least && soFar < MOST * enoughNanos);
                if (isWorthIt && failures.getOrDefault(side.name(), 0) < MOST_FAILURES) {
                    long begun = System.nanoTime();
                    failures.merge(side.name(), measure(side, what, round) ? 0 : 1, Integer::sum);
                    results.progress(what + " " + (i + 1) + ": " + side.name(), System.nanoTime() - begun);
                    spent.merge(side.name(), System.nanoTime() - begun, Long::sum);
                }
            }
        }
    }

    /** Whether it could be measured: one side that fails does not keep the others from it. */
    private <S extends ToolAdapter> boolean measure(S side, String what, Round<S> round)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(settings.work(), "round-").toRealPath();
        try {
            round.measure(side, directory);
            return true;
        } catch (IOException | RuntimeException e) {
            BenchmarkCleanup.stopHere();
            String note = what + ", " + side.name() + ": " + BenchmarkCommands.brief(e);
            if (side.isRunner()) {
                results.fail(note);
            } else {
                results.note(note);
            }
            return false;
        } finally {
            BenchmarkCommands.delete(directory);
        }
    }
}
