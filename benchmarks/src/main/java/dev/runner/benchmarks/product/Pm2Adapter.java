package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PM2, with a home of its own, so that it meets no other one's daemon. */
final class Pm2Adapter implements ToolAdapter {
    @Override
    public String name() {
        return "pm2";
    }

    @Override
    public @Nullable String missing() {
        return NpmPrograms.missing("pm2");
    }

    @Override
    public String version() {
        return NpmPrograms.version("pm2");
    }

    @Override
    public int slowness() {
        return 4;
    }

    @Override
    public Launch prepare(MemberWorkload load) throws IOException {
        Path directory = load.directory();
        Path configuration = directory.resolve("ecosystem.config.js");
        Path logs = directory.resolve("logs");
        BenchmarkCommands.write(
                configuration,
                List.of(
                        "module.exports = {apps: [...Array(" + load.members() + ").keys()].map(i => ({",
                        "  name: 'm-' + i, script: '" + load.program() + "', interpreter: '/bin/sh',",
                        "  autorestart: " + load.restarts() + ", restart_delay: 0, max_restarts: 1000000,",
                        "  min_uptime: 0, out_file: '" + logs + "/m-' + i + '.log',",
                        "  error_file: '" + logs + "/m-' + i + '.err'}))};"));
        List<String> command = new ArrayList<>(List.of("pm2", "start", configuration.toString(), "--no-daemon"));
        if (load.logs()) {
            command.add("--silent"); // else it prints what it keeps too
        }
        return new Launch(
                command,
                Map.of("PM2_HOME", directory.resolve("pm2").toString(), "HOME", directory.toString()),
                "",
                "exited with code",
                List.of(logs));
    }
}
