package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mprocs, which draws on a terminal: `script` gives it one. What members write is for its screen. */
final class MprocsAdapter implements ToolAdapter {
    @Override
    public String name() {
        return "mprocs";
    }

    @Override
    public @Nullable String missing() {
        return BenchmarkCommands.find("script").isPresent()
                ? NpmPrograms.missing("mprocs")
                : "apt-get install bsdutils";
    }

    @Override
    public String version() {
        return NpmPrograms.version("mprocs");
    }

    /** What has not lived for a second it does not start again. */
    @Override
    public boolean restarts() {
        return false;
    }

    @Override
    public Launch prepare(MemberWorkload load) throws IOException {
        Path configuration = load.directory().resolve("mprocs.yaml");
        List<String> lines = new ArrayList<>(List.of("procs:"));
        for (int i = 0; i < load.members(); i++) {
            lines.add(
                    "  m-" + i + ": {cmd: [/bin/sh, '" + load.program() + "'], autorestart: " + load.restarts() + "}");
        }
        BenchmarkCommands.write(configuration, lines);
        return new Launch(
                List.of("script", "-qfec", "mprocs --config '" + configuration + "'", "/dev/null"),
                Map.of("TERM", "xterm-256color"),
                "",
                "",
                List.of());
    }
}
