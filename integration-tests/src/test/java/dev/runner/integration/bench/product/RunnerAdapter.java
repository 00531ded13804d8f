package dev.runner.integration.bench.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** This project's own. */
final class RunnerAdapter implements ToolAdapter {
    static final String NAME = "runner";

    private final BenchmarkSettings settings;
    private final boolean detached;

    RunnerAdapter(BenchmarkSettings settings) {
        this(settings, false);
    }

    /** @param detached whether it prints nothing of what members write, and only keeps it */
    RunnerAdapter(BenchmarkSettings settings, boolean detached) {
        this.settings = settings;
        this.detached = detached;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable String missing() {
        return null;
    }

    @Override
    public String version() {
        return BenchmarkCommands.firstLine(settings.runner(), "--version").replaceFirst("^runner ", "");
    }

    @Override
    public Launch prepare(MemberWorkload load) throws IOException {
        Path spec = load.directory().resolve("cluster.yaml");
        BenchmarkCommands.write(
                spec,
                List.of(
                        "name: bench",
                        "hosts: " + load.members(),
                        "members:",
                        "  m:",
                        "    command: [/bin/sh, '" + load.program() + "']",
                        "    ready: {notice: true}",
                        "    restart: {on: [55], delay: 1ms, maxDelay: 1ms, limit: 100000}"));
        return new Launch(
                List.of(settings.runner(), "up", detached ? "--detach" : "--keep-going", "-f", spec.toString()),
                Map.of(),
                " is ready after ",
                "ended with signal KILL",
                List.of(load.directory().resolve(".runner/bench/logs")));
    }
}
