package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cluster that `runner up` makes: a coordinator and four workers, to ready, in memory, and to its end. */
final class DefaultClusterBenchmark implements BenchmarkPart {
    private static final String START = "up --hosts 4, from its start to ready";
    private static final String TIMES = START + ", times five bare java side by side";
    private static final String MEMORY = "proportional set size";
    private static final String STOP = "from SIGTERM to the manager until nothing is left";

    @Override
    public String name() {
        return "default";
    }

    /** `runner up`, as people type it. */
    private record Up(Installation installation) implements ToolAdapter {
        @Override
        public String name() {
            return installation.side(RunnerAdapter.NAME);
        }

        @Override
        public boolean isRunner() {
            return true;
        }

        @Override
        public @Nullable String missing() {
            return null;
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public Launch prepare(MemberWorkload load) {
            return new Launch(
                    List.of(installation.runner(), "up", "--hosts", "4"), Map.of(), " is ready after ", "", List.of());
        }
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        results.aim(
                name(),
                TIMES,
                "runner",
                "x",
                PerformanceTarget.atMost(Runtime.version().feature() >= 25 ? 8 : 12));
        results.aim(name(), MEMORY, "coordinator and 4 workers", "MB", PerformanceTarget.atMost(260));
        results.aim(name(), MEMORY, "manager", "MB", PerformanceTarget.atMost(60));
        results.aim(name(), STOP, "runner", "ms", PerformanceTarget.atMost(250));
        new RoundRobinRounds(settings, results)
                .alternate(
                        settings.installations().stream().map(Up::new).toList(),
                        settings.rounds(),
                        name(),
                        (side, where) -> {
                            double bare = fiveAtOnce(settings);
                            results.add(name(), START, "five bare java", "ms", bare);
                            try (ToolRun run =
                                    ToolRun.start(side, new MemberWorkload(where, 0, Path.of("none"), false, false))) {
                                double ready = run.awaitReady();
                                results.add(name(), START, side.name(), "ms", ready);
                                results.add(name(), TIMES, side.name(), "x", ready / bare);
                                memory(run, side.installation(), results);
                                Set<Long> everything = StopTimeBenchmark.everything(run);
                                long begun = System.nanoTime();
                                run.terminate();
                                results.add(name(), STOP, side.name(), "ms", StopTimeBenchmark.gone(everything, begun));
                            }
                        });
    }

    private void memory(ToolRun run, Installation installation, BenchmarkResults results) {
        Set<Long> manager = Set.of(run.root());
        Set<Long> members = run.tool().stream()
                .filter(pid -> !manager.contains(pid) && isJava(pid))
                .collect(Collectors.toSet());
        results.add(
                name(),
                MEMORY,
                installation.side("coordinator and 4 workers"),
                "MB",
                ProcStatistics.megabytes(members));
        results.add(name(), MEMORY, installation.side("manager"), "MB", ProcStatistics.megabytes(manager));
    }

    private static boolean isJava(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }

    private static double fiveAtOnce(BenchmarkSettings settings) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(BenchmarkCommands.silent(ColdCommandBenchmark.bareCommand(settings)));
        }
        for (Process process : all) {
            BenchmarkCommands.end(ColdCommandBenchmark.bareCommand(settings), process, Set.of(0));
        }
        return BenchmarkCommands.millis(System.nanoTime() - begun);
    }
}
