package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Supervisor, of supervisord.org. Its RUNNING means that a process has lived for startsecs, so it does not probe. */
final class SupervisordAdapter implements ToolAdapter {
    @Override
    public String name() {
        return "supervisor";
    }

    @Override
    public @Nullable String missing() {
        return BenchmarkCommands.find("supervisord").isPresent() ? null : "apt-get install supervisor";
    }

    @Override
    public String version() {
        return BenchmarkCommands.firstLine("supervisord", "--version");
    }

    @Override
    public Launch prepare(MemberWorkload load) throws IOException {
        Path directory = load.directory();
        Path configuration = directory.resolve("supervisord.conf");
        Files.createDirectories(directory.resolve("logs"));
        BenchmarkCommands.write(
                configuration,
                List.of(
                        "[supervisord]",
                        "nodaemon=true",
                        "logfile=/dev/null",
                        "logfile_maxbytes=0",
                        "pidfile=" + directory.resolve("pid"),
                        "minfds=4096",
                        "[program:m]",
                        "command=/bin/sh " + load.program(),
                        "numprocs=" + load.members(),
                        "process_name=m-%(process_num)d",
                        "startsecs=0",
                        "startretries=1000000",
                        "autorestart=" + load.restarts(),
                        "redirect_stderr=true",
                        "stdout_logfile_maxbytes=0",
                        "stdout_logfile=" + directory.resolve("logs") + "/m-%(process_num)d.log"));
        return new Launch(
                List.of("supervisord", "-c", configuration.toString()),
                Map.of(),
                "",
                "SIGKILL",
                List.of(directory.resolve("logs")));
    }
}
