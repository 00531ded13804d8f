package dev.runner.integration.bench.product;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The control plane's own benchmark, with one worker. */
final class Inject implements Part {
    private static final Pattern ROW =
            Pattern.compile("(single|batch of \\d+) +(\\d+) +(\\d+) +([0-9,]+) +([0-9,]+) +([0-9.]+) .*");

    @Override
    public String name() {
        return "inject";
    }

    @Override
    public void measure(Settings settings, Results results) throws IOException, InterruptedException {
        String members = settings.product().resolve("lib/members.jar").toString();
        ProcessBuilder builder = new ProcessBuilder(
                settings.java().toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path") + ":" + members,
                "dev.runner.integration.bench.ControlPlaneBenchmark",
                members,
                settings.quick() ? "0.1" : "0.2",
                "1");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line : List.copyOf(in.lines().toList())) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    String what = row.group(1) + ", " + row.group(3) + " connections";
                    results.add(name(), what, "directly to the worker", "events/s", number(row.group(4)));
                    results.add(name(), what, "through the coordinator", "events/s", number(row.group(5)));
                    results.add(name(), what, "ratio, median of rounds", "x", number(row.group(6)));
                }
            }
        }
        process.waitFor();
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(",", ""));
    }
}
