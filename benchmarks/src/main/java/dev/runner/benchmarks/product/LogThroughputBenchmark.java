package dev.runner.benchmarks.product;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How fast members' output is kept, or passed on to a pipe where a terminal would be, and what that costs. */
final class LogThroughputBenchmark implements BenchmarkPart {
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final int MOST_LOOKS = 20;

    /** What nobody can save who writes himself. */
    private static final String WRITE = "the write alone";

    private final Map<Integer, Path> inputs = new HashMap<>();

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        List<ToolAdapter> files = ToolAdapters.join(
                RunnerAdapter.allDetached(settings),
                new ShellScriptAdapter(),
                new S6Adapter(),
                new SupervisordAdapter(),
                new ConcurrentlyAdapter(),
                new Pm2Adapter(),
                new ForemanAdapter());
        List<ToolAdapter> pipe =
                ToolAdapters.join(RunnerAdapter.all(settings), new ConcurrentlyAdapter(), new ForemanAdapter());
        for (int writers : List.of(1, 4, 16)) {
            int lines = (settings.quick() ? 1_000_000 : 4_000_000) / Math.max(writers, 3);
            measure(settings, results, writers, lines, files, false);
            measure(settings, results, writers, lines, pipe, true);
        }
    }

    private void measure(
            BenchmarkSettings settings,
            BenchmarkResults results,
            int writers,
            int lines,
            List<ToolAdapter> sides,
            boolean piped)
            throws IOException, InterruptedException {
        String what = writers + (writers == 1 ? " writer" : " writers") + (piped ? " to a pipe" : " to files");
        results.aim(name(), what, "runner", "M lines/s", PerformanceTarget.atLeast(piped ? 2 : 3));
        results.aim(name(), what, "runner", "M lines/s", PerformanceTarget.ahead("runner"));
        if (!piped) {
            results.aim(name(), what, "runner", "CPU s/M", PerformanceTarget.atMostBest("runner", WRITE));
        }
        int rounds = settings.rounds();
        new RoundRobinRounds(settings, results).alternate(sides, rounds, name() + " " + what, (side, directory) -> {
            int count = lines / side.slowness();
            Path input = input(settings, count);
            Path gate = directory.resolve("gate");
            BenchmarkCommands.run("mkfifo", gate.toString());
            MemberWorkload load = MemberWorkload.of(
                    directory,
                    writers,
                    false,
                    true,
                    "read -r go <" + gate,
                    "cat " + input,
                    "echo \"written $$\" >>" + directory.resolve("signs"),
                    "exec sleep 600");
            ToolAdapter.Launch launch = side.prepare(load);
            Path output = directory.resolve("output");
            try (ToolRun run = ToolRun.startTo(output, piped, load, launch);
                    RandomAccessFile open = new RandomAccessFile(gate.toFile(), "rw")) {
                run.awaitUp();
                List<Path> kept = piped || launch.logs().isEmpty() ? List.of(output) : launch.logs();
                Flow flow = flow(run, open, writers, kept);
                double millions = writers * (double) count / 1e6;
                results.add(name(), what, side.name(), "M lines/s", millions / flow.seconds());
                results.add(name(), what, side.name(), "CPU s/M", flow.processorSeconds() / millions);
                if (!piped && side.name().equals(RunnerAdapter.NAME)) {
                    double write = NumberedLines.writeSeconds(input, directory.resolve("copy"));
                    results.add(name(), what, WRITE, "CPU s/M", write / (count / 1e6));
                }
                NumberedLines.Found found = NumberedLines.check(kept, writers, count);
                if (!found.isGood()) {
                    results.note(name() + ", " + what + ", " + side.name() + ": " + found);
                }
            }
        });
    }

    private Path input(BenchmarkSettings settings, int lines) throws IOException {
        Path file = inputs.get(lines);
        if (file == null) {
            file = NumberedLines.write(settings.work().resolve("lines-" + lines), lines);
            inputs.put(lines, file);
        }
        return file;
    }

    private record Flow(double seconds, double processorSeconds) {}

    /** From the moment when the members begin until nothing has been added for a while. */
    private static Flow flow(ToolRun run, RandomAccessFile gate, int writers, List<Path> kept)
            throws IOException, InterruptedException {
        Map<Long, Double> before = settled(run);
        long begun = System.nanoTime();
        gate.write("\n".repeat(writers).getBytes(StandardCharsets.US_ASCII));
        long size = -1;
        long grown = begun;
        boolean over = false;
        while (!over) {
            long now = size(kept);
            long at = System.nanoTime();
            if (now != size) {
                size = now;
                grown = at;
            }
            over = at - grown > QUIET_NANOS && run.signs().seen("written").size() == writers;
            if (at - begun > BenchmarkCommands.PATIENCE_NANOS) {
                throw new BenchmarkTimeoutException(
                        "only " + run.signs().seen("written").size() + " have written, " + size + " bytes");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return new Flow((grown - begun) / 1e9, ProcStatistics.secondsSince(before));
    }

    /** Where its own start is over: some take a while to come to rest. */
    private static Map<Long, Double> settled(ToolRun run) throws InterruptedException {
        Map<Long, Double> before = ProcStatistics.seconds(run.tool());
        for (int i = 0; i < MOST_LOOKS; i++) {
            TimeUnit.MILLISECONDS.sleep(200);
            boolean isIdle = ProcStatistics.secondsSince(before) < 0.015;
            before = ProcStatistics.seconds(run.tool());
            if (isIdle) {
                break;
            }
        }
        return before;
    }

    private static long size(List<Path> logs) throws IOException {
        long size = 0;
        for (Path log : logs) {
            if (Files.isDirectory(log)) {
                try (Stream<Path> files = Files.list(log)) {
                    size += size(files.toList());
                }
            } else {
                // It may have been rotated since it was listed.
                size += log.toFile().length();
            }
        }
        return size;
    }
}
