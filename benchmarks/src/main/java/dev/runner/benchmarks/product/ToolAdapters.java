package dev.runner.benchmarks.product;

import java.util.ArrayList;
import java.util.List;

/** Everybody who is measured, the runner first. */
final class ToolAdapters {
    private ToolAdapters() {}

    static List<ToolAdapter> all(BenchmarkSettings settings) {
        return join(
                RunnerAdapter.all(settings),
                new ShellScriptAdapter(),
                new S6Adapter(),
                new SupervisordAdapter(),
                new ForemanAdapter(),
                new ConcurrentlyAdapter(),
                new Pm2Adapter(),
                new MprocsAdapter());
    }

    static List<ToolAdapter> join(List<? extends ToolAdapter> runners, ToolAdapter... others) {
        List<ToolAdapter> all = new ArrayList<>(runners);
        all.addAll(List.of(others));
        return List.copyOf(all);
    }
}
