package dev.runner.integration.bench.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the start of each side to the readiness of 5 and of 254 trivial programs. */
final class NativeMembers implements Part {
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
    public void measure(Settings settings, Results results) throws IOException, InterruptedException {
        measure(settings, results, 5, 2 * settings.rounds(), Sides.all(settings));
        measure(settings, results, 254, settings.rounds(), Sides.all(settings));
    }

    private void measure(Settings settings, Results results, int members, int rounds, List<Side> sides)
            throws IOException, InterruptedException {
        String what = members + " members";
        results.aim(
                name(),
                what + ", " + READY,
                "runner",
                "ms",
                members == 5 ? Aim.atMostOver(ScriptSide.NAME, 250) : Aim.atMost(1500));
        results.aim(name(), what + ", " + OWN, "runner", "ms", Aim.atMostOver(ScriptSide.NAME, 50));
        new Rounds(settings, results).alternate(sides, rounds, name() + " " + what, (side, directory) -> {
            Load load = Load.of(directory, members, false, false, "exec sleep 600");
            try (Run run = Run.start(side, load)) {
                results.add(name(), what + ", " + UP, side.name(), "ms", run.awaitUp());
                if (!side.prepare(load).ready().isEmpty()) {
                    double ready = run.awaitReady();
                    results.add(name(), what + ", " + READY, side.name(), "ms", ready);
                    if (side instanceof ScriptSide) {
                        results.add(name(), what + ", " + OWN, side.name(), "ms", ready);
                    }
                }
                if (side instanceof RunnerSide) {
                    ownSteps(results, what, directory);
                }
                if (!(side instanceof MprocsSide)) {
                    results.add(
                            name(), what + ", " + COST, side.name(), "ms", 1000 * total(Processes.seconds(run.tool())));
                }
            }
            if (side instanceof RunnerSide) {
                results.add(name(), what + ", " + READY, "a bare JVM", "ms", ColdCommand.bare(settings));
            }
        });
    }

    private void ownSteps(Results results, String what, Path directory) throws IOException, InterruptedException {
        Path timeline = directory.resolve(".runner/bench/events.jsonl");
        Tools.awaitUntil("cluster_ready in the timeline", () -> ready(timeline).find());
        Matcher ready = ready(timeline);
        if (ready.find()) {
            double took = Double.parseDouble(ready.group(1));
            results.add(name(), what + ", " + OWN, "runner", "ms", took);
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
