package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures the product as it is packaged, part by part; {@code benchmarks/run} starts it. */
final class ProductBenchmark {
    private final BenchmarkSettings settings;
    private final BenchmarkResults results = new BenchmarkResults(System.err);
    private final ResultTable table = new ResultTable(System.out, results);
    private final List<PartTiming> measured = new ArrayList<>();

    private ProductBenchmark(BenchmarkSettings settings) {
        this.settings = settings;
    }

    /**
     * Measures what is wanted, and ends with 1 where the runner, or a part, could not be measured.
     *
     * @param args see {@link BenchmarkSettings#of}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        BenchmarkSettings settings = BenchmarkSettings.of(args);
        BenchmarkCleanup.atTheEnd(settings.work());
        System.exit(new ProductBenchmark(settings).run());
    }

    static List<BenchmarkPart> parts() {
        return List.of(
                new ColdCommandBenchmark(),
                new DefaultClusterBenchmark(),
                new StartTimeBenchmark(),
                new RestartTimeBenchmark(),
                new CrashDetectionBenchmark(),
                new StopTimeBenchmark(),
                new LogThroughputBenchmark(),
                new IdleCostBenchmark(),
                new HarnessOverheadBenchmark(),
                new InjectBenchmark());
    }

    private int run() throws IOException, InterruptedException {
        MachineInfo machine = MachineInfo.here(settings);
        List<DetectedTool> candidates = DetectedTool.all(settings);
        table.print(machine, candidates);
        for (BenchmarkPart part : parts()) {
            if (settings.wants(part)) {
                measured.add(measure(part));
                if (!settings.json().isEmpty()) {
                    // After each part: an interrupted run has what it had measured.
                    Files.writeString(
                            Path.of(settings.json()), BenchmarkJsonReport.json(machine, candidates, measured, results));
                }
            }
        }
        table.printSummary();
        ComparisonTable.print(System.out, results);
        return results.hasFailed() ? 1 : 0;
    }

    private PartTiming measure(BenchmarkPart part) throws IOException, InterruptedException {
        double before = MachineInfo.load();
        long begun = System.nanoTime();
        try {
            part.measure(settings, results);
        } catch (IOException | RuntimeException e) {
            BenchmarkCleanup.stopHere();
            results.fail(part.name() + " was not measured to its end: " + BenchmarkCommands.brief(e));
        }
        PartTiming time = new PartTiming(part.name(), (System.nanoTime() - begun) / 1e9, before, MachineInfo.load());
        table.print(time);
        return time;
    }
}
