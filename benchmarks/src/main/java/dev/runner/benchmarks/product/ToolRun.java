package dev.runner.benchmarks.product;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A side while it runs its members, and what it prints, each line with its time. */
final class ToolRun implements Closeable {
    private static final Pattern PID = Pattern.compile("\"pid\"\\s*:\\s*(\\d+)");

    /** How long a side may take to stop where that is not what is measured. */
    private static final long STOP_SECONDS = 3;

    /** @param nanos by {@link System#nanoTime} */
    record Line(String text, long nanos) {}

    private final MemberWorkload load;
    private final ToolAdapter.Launch launch;
    private final MemberReportPipe signs;
    private final long begun;
    private final Process process;
    private final @Nullable Process reader;
    private final List<Line> lines = new ArrayList<>();

    private ToolRun(
            MemberWorkload load,
            ToolAdapter.Launch launch,
            MemberReportPipe signs,
            @Nullable Path output,
            boolean piped)
            throws IOException {
        this.load = load;
        this.launch = launch;
        this.signs = signs;
        ProcessBuilder builder =
                new ProcessBuilder(launch.command()).directory(load.directory().toFile());
        builder.environment().putAll(launch.environment());
        builder.redirectErrorStream(output == null);
        if (output != null) {
            builder.redirectError(load.directory().resolve("stderr").toFile());
        }
        begun = System.nanoTime();
        if (output == null) {
            process = BenchmarkCleanup.start(builder);
            reader = null;
            Thread thread = new Thread(this::read, "output");
            thread.setDaemon(true);
            thread.start();
        } else if (piped) {
            ProcessBuilder cat = new ProcessBuilder("cat")
                    .directory(load.directory().toFile())
                    .redirectOutput(output.toFile());
            List<Process> both = BenchmarkCleanup.startPipeline(List.of(builder, cat));
            process = both.get(0);
            reader = both.get(1);
        } else {
            process = BenchmarkCleanup.start(builder.redirectOutput(output.toFile()));
            reader = null;
        }
    }

    /** What it prints is looked at. */
    static ToolRun start(ToolAdapter side, MemberWorkload load) throws IOException, InterruptedException {
        return new ToolRun(load, side.prepare(load), MemberReportPipe.at(load.signs()), null, false);
    }

    /** Its output goes to a file, directly or through a pipe. */
    static ToolRun startTo(Path output, boolean piped, MemberWorkload load, ToolAdapter.Launch launch)
            throws IOException, InterruptedException {
        return new ToolRun(load, launch, MemberReportPipe.at(load.signs()), output, piped);
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            String line = in.readLine();
            while (line != null) {
                long now = System.nanoTime();
                synchronized (lines) {
                    lines.add(new Line(line, now));
                    lines.notifyAll();
                }
                line = in.readLine();
            }
        } catch (IOException e) {
            // It was closed because the process has ended.
            return;
        }
    }

    MemberReportPipe signs() {
        return signs;
    }

    /** Milliseconds from its start to a time. */
    double millisTo(long nanos) {
        return BenchmarkCommands.millis(nanos - begun);
    }

    /** When the last member said that it is up. */
    double awaitUp() throws InterruptedException {
        List<MemberReportPipe.Sign> up = signs.await("up", load.members());
        return millisTo(up.get(load.members() - 1).nanos());
    }

    /** When it printed that all are ready. */
    double awaitReady() throws InterruptedException {
        return millisTo(awaitLine(launch.ready(), begun).nanos());
    }

    /** The first line since then that contains this text. */
    Line awaitLine(String text, long since) throws InterruptedException {
        long end = System.nanoTime() + BenchmarkCommands.PATIENCE_NANOS;
        synchronized (lines) {
            while (true) {
                for (Line line : lines) {
                    if (line.nanos() >= since && line.text().contains(text)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new BenchmarkTimeoutException("`" + text + "` is not in what it printed: " + lines);
                }
                lines.wait(left);
            }
        }
    }

    /** When it told of the death of a member. */
    long awaitDeath(long since) throws InterruptedException {
        return launch.death().isEmpty()
                ? signs.await("ended", 1).get(0).nanos()
                : awaitLine(launch.death(), since).nanos();
    }

    private static String contents(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            // It is not there yet.
            return "";
        }
    }

    Set<Long> members() {
        return signs.seen("up").stream().map(MemberReportPipe.Sign::pid).collect(Collectors.toSet());
    }

    /** All that runs because of the side, and is no member. */
    Set<Long> tool() {
        Set<Long> roots = new HashSet<>(Set.of(process.pid()));
        roots.addAll(manager());
        return ProcStatistics.tree(roots, members());
    }

    /** The process that was started. */
    long root() {
        return process.pid();
    }

    /** Where the runner's manager is no child of ours. */
    private Set<Long> manager() {
        Matcher pid = PID.matcher(contents(load.directory().resolve(".runner/bench/manager.json")));
        return pid.find() ? Set.of(Long.valueOf(pid.group(1))) : Set.of();
    }

    List<Path> logs() {
        return launch.logs();
    }

    /** Asks it to stop as a terminal or a service manager would. */
    void terminate() {
        process.toHandle().destroy();
        manager().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    }

    /** Ends it, and whatever it has left behind. */
    @Override
    public void close() throws IOException {
        Set<Long> all = new HashSet<>(tool());
        all.addAll(members());
        terminate();
        try {
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ProcStatistics.kill(all);
        ProcStatistics.kill(ProcStatistics.in(load.directory()));
        if (reader != null) {
            reader.destroy();
        }
        signs.close();
    }
}
