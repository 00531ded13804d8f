package dev.runner.integration.bench.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** This project's own. */
final class RunnerSide implements Side {
    private final Settings settings;

    RunnerSide(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "runner";
    }

    @Override
    public @Nullable String missing() {
        return null;
    }

    @Override
    public Launch prepare(Load load) throws IOException {
        Path spec = load.directory().resolve("cluster.yaml");
        Tools.write(
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
                List.of(settings.runner(), "up", "--keep-going", "-f", spec.toString()),
                Map.of(),
                " is ready after ",
                "SIGKILL",
                null,
                List.of(load.directory().resolve(".runner/bench/logs")));
    }
}
