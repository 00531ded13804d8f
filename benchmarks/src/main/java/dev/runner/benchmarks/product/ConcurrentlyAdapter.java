package dev.runner.benchmarks.product;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Concurrently: everything to its own output, with a prefix for each member. */
final class ConcurrentlyAdapter implements ToolAdapter {
    @Override
    public String name() {
        return "concurrently";
    }

    @Override
    public @Nullable String missing() {
        return NpmPrograms.missing("concurrently");
    }

    @Override
    public String version() {
        return NpmPrograms.version("concurrently");
    }

    @Override
    public Launch prepare(MemberWorkload load) throws IOException {
        List<String> command = new ArrayList<>(List.of("concurrently"));
        if (load.restarts()) {
            Collections.addAll(command, "--restart-tries", "-1", "--restart-after", "0");
        }
        for (int i = 0; i < load.members(); i++) {
            command.add("exec /bin/sh " + load.program());
        }
        return new Launch(command, Map.of(), "", "SIGKILL", List.of());
    }
}
