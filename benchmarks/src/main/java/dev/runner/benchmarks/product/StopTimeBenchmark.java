package dev.runner.benchmarks.product;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** From the request to stop until nothing is left: five members that end at once. */
final class StopTimeBenchmark implements BenchmarkPart {
    @Override
    public String name() {
        return "stop";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        String members = "5 members, from SIGTERM to the side until no member is left";
        String all = "5 members, from SIGTERM to the side until nothing is left";
        String down = "5 members, from the start of `runner down` until nothing is left";
        results.aim(name(), all, "runner", "ms", PerformanceTarget.atMost(60));
        results.aim(name(), down, "runner", "ms", PerformanceTarget.atMost(60));
        List<ToolAdapter> sides = ToolAdapters.join(
                RunnerAdapter.all(settings),
                new ShellScriptAdapter(),
                new S6Adapter(),
                new SupervisordAdapter(),
                new ForemanAdapter(),
                new ConcurrentlyAdapter(),
                new Pm2Adapter());
        new RoundRobinRounds(settings, results).alternate(sides, 2 * settings.rounds(), name(), (side, directory) -> {
            MemberWorkload load = MemberWorkload.of(directory, 5, false, false, "exec sleep 600");
            try (ToolRun run = up(side, load)) {
                Set<Long> everything = everything(run);
                long begun = System.nanoTime();
                run.terminate();
                results.add(name(), members, side.name(), "ms", gone(run.members(), begun));
                results.add(name(), all, side.name(), "ms", gone(everything, begun));
            }
        });
        new RoundRobinRounds(settings, results)
                .alternate(RunnerAdapter.all(settings), settings.rounds(), name() + " by down", (side, directory) -> {
                    MemberWorkload load = MemberWorkload.of(directory, 5, false, false, "exec sleep 600");
                    try (ToolRun run = up(side, load)) {
                        Set<Long> everything = everything(run);
                        long begun = System.nanoTime();
                        BenchmarkCommands.wall(
                                directory, List.of(side.installation().runner(), "down"), Set.of(0));
                        results.add(name(), down, side.name(), "ms", gone(everything, begun));
                    }
                });
    }

    /** A side whose members are up, and which is left alone until its own start is over. */
    static ToolRun up(ToolAdapter side, MemberWorkload load) throws IOException, InterruptedException {
        ToolRun run = ToolRun.start(side, load);
        run.awaitUp();
        // No side says when it has nothing more to do, and what is measured next must not wait for that.
        TimeUnit.MILLISECONDS.sleep(500);
        return run;
    }

    static Set<Long> everything(ToolRun run) {
        Set<Long> all = new HashSet<>(run.tool());
        all.addAll(run.members());
        return all;
    }

    static double gone(Set<Long> pids, long since) throws InterruptedException {
        BenchmarkCommands.awaitUntil("the end of all members", () -> !ProcStatistics.anyAlive(pids));
        return BenchmarkCommands.millis(System.nanoTime() - since);
    }
}
