package dev.runner.integration.bench.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures the product as it is packaged, part by part; {@code benchmarks/run} starts it. */
final class ProductBenchmark {
    private final Settings settings;
    private final Results results = new Results(System.err);
    private final Table table = new Table(System.out, results);
    private final List<PartTime> measured = new ArrayList<>();

    private ProductBenchmark(Settings settings) {
        this.settings = settings;
    }

    /**
     * Measures what is wanted, and ends with 1 where the runner, or a part, could not be measured.
     *
     * @param args see {@link Settings#of}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Settings settings = Settings.of(args);
        Cleanup.atTheEnd(settings.work());
        System.exit(new ProductBenchmark(settings).run());
    }

    private static List<Part> parts() {
        return List.of(
                new ColdCommand(),
                new DefaultCluster(),
                new NativeMembers(),
                new Respawn(),
                new CrashSeen(),
                new Stop(),
                new Logs(),
                new Quiet(),
                new TestClass(),
                new Inject());
    }

    private int run() throws IOException, InterruptedException {
        Machine machine = Machine.here(settings);
        List<Candidate> candidates = Candidate.all(settings);
        table.print(machine, candidates);
        for (Part part : parts()) {
            if (settings.wants(part)) {
                measured.add(measure(part));
                if (!settings.json().isEmpty()) {
                    // After each part: an interrupted run has what it had measured.
                    Files.writeString(Path.of(settings.json()), Report.json(machine, candidates, measured, results));
                }
            }
        }
        table.printSummary();
        return results.hasFailed() ? 1 : 0;
    }

    private PartTime measure(Part part) throws IOException, InterruptedException {
        double before = Machine.load();
        long begun = System.nanoTime();
        try {
            part.measure(settings, results);
        } catch (IOException | RuntimeException e) {
            Cleanup.stopHere();
            results.fail(part.name() + " was not measured to its end: " + Tools.brief(e));
        }
        PartTime time = new PartTime(part.name(), (System.nanoTime() - begun) / 1e9, before, Machine.load());
        table.print(time);
        return time;
    }
}
