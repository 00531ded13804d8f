package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Foreman, for Procfiles; when one process ends it stops the others. */
final class ForemanAdapter implements ToolAdapter {
    @Override
    public String name() {
        return "foreman";
    }

    @Override
    public @Nullable String missing() {
        return BenchmarkCommands.find("foreman").isPresent() ? null : "apt-get install ruby-foreman";
    }

    @Override
    public String version() {
        return BenchmarkCommands.firstLine("foreman", "version");
    }

    @Override
    public boolean restarts() {
        return false;
    }

    @Override
    public int slowness() {
        return 20;
    }

    @Override
    public Launch prepare(MemberWorkload load) throws IOException {
        Path file = load.directory().resolve("Procfile");
        BenchmarkCommands.write(file, List.of("m: exec /bin/sh " + load.program()));
        return new Launch(
                List.of("foreman", "start", "-f", file.toString(), "-m", "m=" + load.members()),
                Map.of(),
                "",
                "SIGKILL",
                List.of());
    }
}
