package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What watching costs while nothing happens: processor time of the manager and its guardian. */
final class IdleCostBenchmark implements BenchmarkPart {
    private static final int WINDOWS = 3;

    /** One cluster that is running while nothing happens. */
    private record Watched(int members, String side) {}

    @Override
    public String name() {
        return "quiet";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        results.aim(name(), what(16), "runner", "% of a core", PerformanceTarget.atMost(0.1));
        results.aim(name(), what(254), "runner", "% of a core", PerformanceTarget.atMost(0.5));
        Map<Watched, ToolRun> runs = new LinkedHashMap<>();
        try {
            for (int members : List.of(16, 254)) {
                for (RunnerAdapter side : RunnerAdapter.allDetached(settings)) {
                    Path directory = Files.createTempDirectory(settings.work(), "quiet-");
                    MemberWorkload load = MemberWorkload.of(directory, members, false, false, "exec sleep 600");
                    ToolRun run = ToolRun.start(side, load);
                    runs.put(new Watched(members, side.name()), run);
                    run.awaitUp();
                }
            }
            TimeUnit.SECONDS.sleep(3); // what a JVM does after its start
            for (int i = 0; i < WINDOWS; i++) {
                window(runs, settings.quick() ? 4 : 15, results);
            }
        } finally {
            for (ToolRun run : runs.values()) {
                run.close();
            }
        }
    }

    private void window(Map<Watched, ToolRun> runs, int seconds, BenchmarkResults results)
            throws IOException, InterruptedException {
        Map<Watched, Double> before = new LinkedHashMap<>();
        for (Map.Entry<Watched, ToolRun> run : runs.entrySet()) {
            before.put(run.getKey(), ProcStatistics.threadSeconds(run.getValue().tool()));
        }
        long begun = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        for (Map.Entry<Watched, ToolRun> run : runs.entrySet()) {
            double used = ProcStatistics.threadSeconds(run.getValue().tool()) - before.getOrDefault(run.getKey(), 0.0);
            double share = used / ((System.nanoTime() - begun) / 1e9);
            results.add(name(), what(run.getKey().members()), run.getKey().side(), "% of a core", 100 * share);
        }
    }

    private static String what(int members) {
        return members + " idle members";
    }
}
