package dev.runner.integration.bench.product;

import java.io.IOException;
import java.util.List;

/** From SIGKILL to a member until somebody who reads what the side says could know of it. */
final class CrashSeen implements Part {
    @Override
    public String name() {
        return "crash";
    }

    @Override
    public void measure(Settings settings, Results results) throws IOException, InterruptedException {
        String what = "from SIGKILL to the message";
        results.aim(name(), what, "runner", "ms", Aim.atMost(15));
        List<Side> sides = List.of(
                new RunnerSide(settings),
                new S6Side(),
                new SupervisorSide(),
                new ForemanSide(),
                new ConcurrentlySide(),
                new Pm2Side());
        new Rounds(settings, results).alternate(sides, 2 * settings.rounds(), name(), (side, directory) -> {
            Load load = Load.of(directory, 3, false, false, "exec sleep 600");
            try (Run run = Stop.up(side, load)) {
                long victim = run.signs().seen("up").get(0).pid();
                long killed = System.nanoTime();
                ProcessHandle.of(victim).ifPresent(ProcessHandle::destroyForcibly);
                results.add(name(), what, side.name(), "ms", Tools.millis(run.awaitDeath(killed) - killed));
            }
        });
    }
}
