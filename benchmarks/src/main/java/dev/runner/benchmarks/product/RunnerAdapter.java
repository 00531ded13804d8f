package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One installation of this project's own runner. */
final class RunnerAdapter implements ToolAdapter {
    static final String NAME = "runner";

    private final Installation installation;
    private final boolean detached;

    private RunnerAdapter(Installation installation, boolean detached) {
        this.installation = installation;
        this.detached = detached;
    }

    /** Every installation that is measured, in the foreground. */
    static List<RunnerAdapter> all(BenchmarkSettings settings) {
        return settings.installations().stream()
                .map(each -> new RunnerAdapter(each, false))
                .toList();
    }

    /** Every installation that is measured; they print nothing of what members write, and only keep it. */
    static List<RunnerAdapter> allDetached(BenchmarkSettings settings) {
        return settings.installations().stream()
                .map(each -> new RunnerAdapter(each, true))
                .toList();
    }

    Installation installation() {
        return installation;
    }

    @Override
    public String name() {
        return installation.side(NAME);
    }

    @Override
    public boolean isRunner() {
        return true;
    }

    @Override
    public @Nullable String missing() {
        return null;
    }

    @Override
    public String version() {
        return BenchmarkCommands.firstLine(installation.runner(), "--version").replaceFirst("^runner ", "") + " in "
                + installation.home();
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
                List.of(installation.runner(), "up", detached ? "--detach" : "--keep-going", "-f", spec.toString()),
                Map.of(),
                " is ready after ",
                "ended with signal KILL",
                List.of(load.directory().resolve(".runner/bench/logs")));
    }
}
