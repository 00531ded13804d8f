package dev.runner.benchmarks.product;

import java.io.IOException;
import java.util.List;

/** From the end of a program that exits with 55 to the first words of its next start. */
final class RestartTimeBenchmark implements BenchmarkPart {
    private static final int STARTS = 6;

    @Override
    public String name() {
        return "respawn";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        String what =
                "from the last words before exit 55 to the first of the next start, least delay (the runner: 1 ms)";
        results.aim(name(), what, "runner", "ms", PerformanceTarget.atMost(10));
        List<ToolAdapter> sides = ToolAdapters.all(settings).stream()
                .filter(ToolAdapter::restarts)
                .toList();
        new RoundRobinRounds(settings, results).alternate(sides, settings.rounds(), name(), (side, directory) -> {
            MemberWorkload load = MemberWorkload.of(
                    directory, 1, true, false, "echo \"down $$\" >>" + directory + "/signs", "exit 55");
            try (ToolRun run = ToolRun.start(side, load)) {
                List<MemberReportPipe.Sign> up = run.signs().await("up", STARTS);
                List<MemberReportPipe.Sign> down = run.signs().await("down", STARTS - 1);
                for (int i = 1; i < STARTS; i++) {
                    double took = BenchmarkCommands.millis(
                            up.get(i).nanos() - down.get(i - 1).nanos());
                    results.add(name(), what, side.name(), "ms", took);
                }
            }
        });
    }
}
