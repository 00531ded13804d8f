package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the start of each side to the readiness of 5 and of 254 trivial programs. */
final class StartTimeBenchmark implements BenchmarkPart {
    private static final String UP = "last member up";
    private static final String READY = "ready told";
    private static final String OWN = "from the first member's start to ready";
    private static final String COST = "processor time of all that is no member, until then";
    private static final Pattern TOOK = Pattern.compile("\"tookMillis\":(\\d+)");

    @Override
    public String name() {
        return "native";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        measure(settings, results, 5, 2 * settings.rounds(), ToolAdapters.all(settings));
        measure(settings, results, 254, settings.rounds(), ToolAdapters.all(settings));
    }

    private void measure(
            BenchmarkSettings settings, BenchmarkResults results, int members, int rounds, List<ToolAdapter> sides)
            throws IOException, InterruptedException {
        String what = members + " members";
        results.aim(
                name(),
                what + ", " + READY,
                "runner",
                "ms",
                members == 5
                        ? PerformanceTarget.atMostOver(ShellScriptAdapter.NAME, 250)
                        : PerformanceTarget.atMost(1500));
        results.aim(
                name(), what + ", " + OWN, "runner", "ms", PerformanceTarget.atMostOver(ShellScriptAdapter.NAME, 50));
        new RoundRobinRounds(settings, results).alternate(sides, rounds, name() + " " + what, (side, directory) -> {
            MemberWorkload load = MemberWorkload.of(directory, members, false, false, "exec sleep 600");
            try (ToolRun run = ToolRun.start(side, load)) {
                results.add(name(), what + ", " + UP, side.name(), "ms", run.awaitUp());
                if (!side.prepare(load).ready().isEmpty()) {
                    double ready = run.awaitReady();
                    results.add(name(), what + ", " + READY, side.name(), "ms", ready);
                    if (side instanceof ShellScriptAdapter) {
                        results.add(name(), what + ", " + OWN, side.name(), "ms", ready);
                    }
                }
                if (side.isRunner()) {
                    ownSteps(results, what, side, directory);
                }
                if (!(side instanceof MprocsAdapter)) {
                    results.add(
                            name(),
                            what + ", " + COST,
                            side.name(),
                            "ms",
                            1000 * total(ProcStatistics.seconds(run.tool())));
                }
            }
            if (side.name().equals(RunnerAdapter.NAME)) {
                results.add(name(), what + ", " + READY, "a bare JVM", "ms", ColdCommandBenchmark.bare(settings));
            }
        });
    }

    private void ownSteps(BenchmarkResults results, String what, ToolAdapter side, Path directory)
            throws IOException, InterruptedException {
        Path timeline = directory.resolve(".runner/bench/events.jsonl");
        BenchmarkCommands.awaitUntil(
                "cluster_ready in the timeline", () -> ready(timeline).find());
        Matcher ready = ready(timeline);
        if (ready.find()) {
            double took = Double.parseDouble(ready.group(1));
            results.add(name(), what + ", " + OWN, side.name(), "ms", took);
        }
    }

    private static double total(Map<Long, Double> seconds) {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Matcher ready(Path timeline) {
        try {
            return TOOK.matcher(Files.readString(timeline));
        } catch (IOException e) {
            // It is just being written.
            return TOOK.matcher("");
        }
    }
}
