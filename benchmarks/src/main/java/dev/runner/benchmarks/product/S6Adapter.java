package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The s6 suite: a supervisor for each member, and a logger beside it where logs are kept. */
final class S6Adapter implements ToolAdapter {
    @Override
    public String name() {
        return "s6";
    }

    @Override
    public @Nullable String missing() {
        return BenchmarkCommands.find("s6-svscan").isPresent() ? null : "apt-get install s6";
    }

    @Override
    public String version() {
        // Its programs do not say; this is how it was installed.
        return BenchmarkCommands.firstLine("dpkg-query", "-W", "-f=${Version}\\n", "s6");
    }

    @Override
    public Launch prepare(MemberWorkload load) throws IOException {
        Path scan = load.directory().resolve("scan");
        List<Path> logs = new ArrayList<>();
        for (int i = 0; i < load.members(); i++) {
            Path service = scan.resolve("m-" + i);
            BenchmarkCommands.writeScript(
                    service.resolve("run"), List.of("#!/bin/sh", "exec /bin/sh " + load.program()));
            BenchmarkCommands.writeScript(
                    service.resolve("finish"),
                    List.of("#!/bin/sh", "echo \"ended $$\" >>" + load.signs(), load.restarts() ? "" : "exit 125"));
            if (load.logs()) {
                Path kept = load.directory().resolve("logs/m-" + i);
                BenchmarkCommands.writeScript(
                        service.resolve("log/run"), List.of("#!/bin/sh", "exec s6-log -b n100 s268435455 " + kept));
                Files.createDirectories(kept); // s6-log makes the last of its directories only
                logs.add(kept);
            }
        }
        return new Launch(List.of("s6-svscan", "-c", "1000", scan.toString()), Map.of(), "", "", List.copyOf(logs));
    }
}
