package dev.runner.integration.bench.product;

import java.util.List;

/** Everybody who is measured, the runner first. */
final class Sides {
    private Sides() {}

    static List<Side> all(Settings settings) {
        return List.of(
                new RunnerSide(settings),
                new ScriptSide(),
                new S6Side(),
                new SupervisorSide(),
                new ForemanSide(),
                new ConcurrentlySide(),
                new Pm2Side(),
                new MprocsSide());
    }
}
