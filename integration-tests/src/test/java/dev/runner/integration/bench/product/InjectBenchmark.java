package dev.runner.integration.bench.product;

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

    @Override
    public String name() {
        return "inject";
    }

    @Override
    public void measure(BenchmarkSettings settings, BenchmarkResults results) throws IOException, InterruptedException {
        String members = settings.product().resolve("lib/members.jar").toString();
        Path directory = Files.createDirectories(settings.work().resolve(name()));
        List<String> lines = MeasuringJvm.lines(
                settings,
                directory,
                LIMIT_SECONDS,
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        MeasuringJvm.classPath(System.getProperty("java.class.path"), members),
                        "dev.runner.integration.bench.ControlPlaneBenchmark",
                        members,
                        settings.quick() ? "0.1" : "0.2",
                        "1"));
        for (String line : lines) {
            read(line, results);
        }
        if (lines.stream().noneMatch(line -> ROW.matcher(line).matches())) {
            results.fail(name() + ": the benchmark of the control plane has measured nothing");
        }
    }

    private void read(String line, BenchmarkResults results) {
        Matcher alone = IN_PROCESS.matcher(line);
        if (alone.matches()) {
            String what = alone.group(1);
            results.add(name(), what, "pipeline alone", "events/s", number(alone.group(2)));
            results.aim(name(), what, "pipeline alone", "events/s", PerformanceTarget.atLeast(2_000_000));
        }
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
            String what = row.group(1) + ", " + row.group(3) + " connections";
            results.add(name(), what, "directly to the worker", "events/s", number(row.group(4)));
            results.add(name(), what, "through the coordinator", "events/s", number(row.group(5)));
            results.add(name(), what, "ratio, median of rounds", "x", number(row.group(6)));
            PerformanceTarget aim = PerformanceTarget.atLeast(row.group(1).equals("single") ? 0.6 : 0.9);
            results.aim(name(), what, "ratio, median of rounds", "x", aim);
        }
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(",", ""));
    }
}
