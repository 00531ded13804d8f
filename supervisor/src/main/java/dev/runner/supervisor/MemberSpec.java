package dev.runner.supervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One process to supervise. All of it is final text: whatever was a template has been rendered.
 *
 * @param command the program (an absolute path, or a name on the {@code PATH} of {@code environment}) and its arguments
 * @param environment the whole environment of the process
 * @param directory its working directory, absolute; made where it is missing
 * @param log the file that its output is appended to, absolute
 * @param stdinOpen whether its standard input stays open, with nothing in it, for as long as its supervisor lives; else
 *     it is at its end from the beginning
 * @param preparation is asked before each start
 */
public record MemberSpec(
        MemberId id,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        StopPolicy stop,
        RestartPolicy restart,
        boolean stdinOpen,
        StartPreparation preparation) {
    /** A member that needs no preparation, and no standard input. */
    public MemberSpec(
            MemberId id,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path log,
            StopPolicy stop,
            RestartPolicy restart) {
        this(id, command, environment, directory, log, stop, restart, false, () -> StartCommands.of(command));
    }

    public MemberSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("the command of " + id + " is empty");
        }
        if (!directory.isAbsolute() || !log.isAbsolute()) {
            throw new IllegalArgumentException("directory and log of " + id + " must be absolute paths");
        }
    }
}
