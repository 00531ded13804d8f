package dev.runner.supervisor.process;

import dev.runner.util.ByteExactCommand;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A command that is run beside a member, in its place: a probe, a hook, what a person or a test wants to know. */
public final class SideCommand {
    private SideCommand() {}

    /** To be started with these variables and no others, byte for byte. */
    public static ProcessBuilder builder(List<String> command, Map<String, String> environment, File directory) {
        ByteExactCommand exact = ByteExactCommand.of(command, environment);
        ProcessBuilder builder = new ProcessBuilder(exact.command()).directory(directory);
        builder.environment().clear();
        builder.environment().putAll(exact.environment());
        return builder;
    }

    /** Starts it with the caller's limit of open files, and nothing in its standard input. */
    public static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        OpenFilesLimit.giveTo(process.pid());
        ProcessLimit.keepRoomFrom(process.pid());
        process.getOutputStream().close();
        return process;
    }

    /** Kills it, and what it has started. */
    public static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
