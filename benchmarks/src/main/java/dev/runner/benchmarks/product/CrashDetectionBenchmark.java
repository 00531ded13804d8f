package dev.runner.benchmarks.product;

import java.io.IOException;
import java.util.List;

/** From SIGKILL to a member until somebody who reads what the side says could know of it. */
final class CrashDetectionBenchmark implements BenchmarkPart {
    @Override
    public String name() {
        return "crash";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        String what = "from SIGKILL to the message";
        results.aim(name(), what, "runner", "ms", PerformanceTarget.atMost(15));
        List<ToolAdapter> sides = ToolAdapters.join(
                RunnerAdapter.all(settings),
                new S6Adapter(),
                new SupervisordAdapter(),
                new ForemanAdapter(),
                new ConcurrentlyAdapter(),
                new Pm2Adapter());
        new RoundRobinRounds(settings, results).alternate(sides, 2 * settings.rounds(), name(), (side, directory) -> {
            MemberWorkload load = MemberWorkload.of(directory, 3, false, false, "exec sleep 600");
            try (ToolRun run = StopTimeBenchmark.up(side, load)) {
                long victim = run.signs().seen("up").get(0).pid();
                long killed = System.nanoTime();
                ProcessHandle.of(victim).ifPresent(ProcessHandle::destroyForcibly);
                results.add(name(), what, side.name(), "ms", BenchmarkCommands.millis(run.awaitDeath(killed) - killed));
            }
        });
    }
}
