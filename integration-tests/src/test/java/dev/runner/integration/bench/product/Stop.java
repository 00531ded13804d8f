package dev.runner.integration.bench.product;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** From the request to stop until nothing is left: five members that end at once. */
final class Stop implements Part {
    @Override
    public String name() {
        return "stop";
    }

    @Override
    public void measure(Settings settings, Results results) throws IOException, InterruptedException {
        String members = "5 members, from SIGTERM to the side until no member is left";
        String all = "5 members, from SIGTERM to the side until nothing is left";
        String down = "5 members, from the start of `runner down` until nothing is left";
        results.aim(name(), all, "runner", "ms", Aim.atMost(60));
        results.aim(name(), down, "runner", "ms", Aim.atMost(60));
        List<Side> sides = List.of(
                new RunnerSide(settings),
                new ScriptSide(),
                new S6Side(),
                new SupervisorSide(),
                new ForemanSide(),
                new ConcurrentlySide(),
                new Pm2Side());
        new Rounds(settings, results).alternate(sides, 2 * settings.rounds(), name(), (side, directory) -> {
            Load load = Load.of(directory, 5, false, false, "exec sleep 600");
            try (Run run = up(side, load)) {
                Set<Long> everything = everything(run);
                long begun = System.nanoTime();
                run.terminate();
                results.add(name(), members, side.name(), "ms", gone(run.members(), begun));
                results.add(name(), all, side.name(), "ms", gone(everything, begun));
            }
        });
        List<Side> own = List.of(new RunnerSide(settings));
        new Rounds(settings, results).alternate(own, settings.rounds(), name() + " by down", (side, directory) -> {
            Load load = Load.of(directory, 5, false, false, "exec sleep 600");
            try (Run run = up(side, load)) {
                Set<Long> everything = everything(run);
                long begun = System.nanoTime();
                Tools.wall(directory, List.of(settings.runner(), "down"), Set.of(0));
                results.add(name(), down, side.name(), "ms", gone(everything, begun));
            }
        });
    }

    /** A side whose members are up, and which is left alone until its own start is over. */
    static Run up(Side side, Load load) throws IOException, InterruptedException {
        Run run = Run.start(side, load);
        run.awaitUp();
        // No side says when it has nothing more to do, and what is measured next must not wait for that.
        TimeUnit.MILLISECONDS.sleep(500);
        return run;
    }

    static Set<Long> everything(Run run) {
        Set<Long> all = new HashSet<>(run.tool());
        all.addAll(run.members());
        return all;
    }

    static double gone(Set<Long> pids, long since) throws InterruptedException {
        Tools.awaitUntil("the end of all members", () -> !Processes.anyAlive(pids));
        return Tools.millis(System.nanoTime() - since);
    }
}
