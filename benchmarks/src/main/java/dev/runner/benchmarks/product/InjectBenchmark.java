package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The control plane's own benchmark, with one worker. */
final class InjectBenchmark implements BenchmarkPart {
    private static final Pattern ROW =
            Pattern.compile("(single|batch of \\d+) +(\\d+) +(\\d+) +([0-9,]+) +([0-9,]+) +([0-9.]+) .*");
    private static final Pattern IN_PROCESS = Pattern.compile("(in process, .*): ([0-9,]+) events/s");
    private static final int LIMIT_SECONDS = 180;
    private static final int MOST_ROUNDS = 3;

    @Override
    public String name() {
        return "inject";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        // One run compares by itself; only beside another installation do several say how steady they are.
        int rounds = settings.comparesInstallations() ? Math.min(settings.rounds(), MOST_ROUNDS) : 1;
        for (int i = 0; i < rounds; i++) {
            for (Installation installation : settings.installations()) {
                boolean setsAims = i == 0 && installation.prefix().isEmpty();
                measure(settings, results, installation, setsAims);
            }
        }
    }

    private void measure(
            BenchmarkSettings settings, BenchmarkResults results, Installation installation, boolean setsAims)
            throws IOException, InterruptedException {
        String members = installation.membersJar();
        Path directory = Files.createTempDirectory(settings.work(), name());
        List<String> lines = MeasuringJvm.lines(
                settings,
                directory,
                LIMIT_SECONDS,
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        MeasuringJvm.classPath(System.getProperty("java.class.path"), members),
                        "dev.runner.benchmarks.controlplane.ControlPlaneBenchmark",
                        members,
                        settings.quick() ? "0.1" : "0.2",
                        "1"));
        for (String line : lines) {
            read(line, installation, results, setsAims);
        }
        if (lines.stream().noneMatch(line -> ROW.matcher(line).matches())) {
            results.fail(
                    name() + ", " + installation.home() + ": the benchmark of the control plane has measured nothing");
        }
    }

    private void read(String line, Installation installation, BenchmarkResults results, boolean setsAims) {
        Matcher alone = IN_PROCESS.matcher(line);
        if (alone.matches()) {
            String what = alone.group(1);
            results.add(name(), what, installation.side("pipeline alone"), "events/s", number(alone.group(2)));
            if (setsAims) {
                results.aim(name(), what, "pipeline alone", "events/s", PerformanceTarget.atLeast(2_000_000));
            }
        }
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
            String what = row.group(1) + ", " + row.group(3) + " connections";
            results.add(name(), what, installation.side("directly to the worker"), "events/s", number(row.group(4)));
            results.add(name(), what, installation.side("through the coordinator"), "events/s", number(row.group(5)));
            results.add(name(), what, installation.side("ratio, median of rounds"), "x", number(row.group(6)));
            PerformanceTarget aim = PerformanceTarget.atLeast(row.group(1).equals("single") ? 0.6 : 0.9);
            if (setsAims) {
                results.aim(name(), what, "ratio, median of rounds", "x", aim);
            }
        }
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(",", ""));
    }
}
