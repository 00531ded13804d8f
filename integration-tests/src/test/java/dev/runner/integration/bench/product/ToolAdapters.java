package dev.runner.integration.bench.product;

import java.util.List;

/** Everybody who is measured, the runner first. */
final class ToolAdapters {
    private ToolAdapters() {}

    static List<ToolAdapter> all(BenchmarkSettings settings) {
        return List.of(
                new RunnerAdapter(settings),
                new ShellScriptAdapter(),
                new S6Adapter(),
                new SupervisordAdapter(),
                new ForemanAdapter(),
                new ConcurrentlyAdapter(),
                new Pm2Adapter(),
                new MprocsAdapter());
    }
}
