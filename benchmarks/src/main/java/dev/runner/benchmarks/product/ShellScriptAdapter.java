package dev.runner.benchmarks.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one would write without any of them: a script that starts all, and reads from a pipe until all are ready. */
final class ShellScriptAdapter implements ToolAdapter {
    static final String NAME = "shell script";

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
        try {
            return "(" + Path.of("/bin/sh").toRealPath().getFileName() + ")";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean restarts() {
        return false;
    }

    @Override
    public Launch prepare(MemberWorkload load) throws IOException {
        Path script = load.directory().resolve("start.sh");
        BenchmarkCommands.writeScript(
                script,
                List.of(
                        "#!/bin/sh",
                        "mkdir -p logs",
                        "mkfifo notices",
                        "exec 3<>notices",
                        "i=0 pids=",
                        "trap 'kill $pids; exit' TERM",
                        "while [ $i -lt " + load.members() + " ]; do",
                        "    BENCH_NOTICES=notices /bin/sh '" + load.program() + "' >logs/m-$i.log 2>&1 3<&- &",
                        "    pids=\"$pids $!\"",
                        "    i=$((i + 1))",
                        "done",
                        "while [ $i -gt 0 ] && read -r word <&3; do",
                        "    i=$((i - 1))",
                        "done",
                        "echo all are ready",
                        "wait"));
        return new Launch(
                List.of("/bin/sh", script.toString()),
                Map.of(),
                "all are ready",
                "Killed",
                List.of(load.directory().resolve("logs")));
    }
}
