package dev.runner.supervisor;

import java.util.List;
import java.util.Map;

/**
 * What one start of a member is made of: steps that run one after the other, each to its end with exit code 0, and then
 * the member's command. A step is supervised as the member itself is: it is stopped and killed with it, writes to its
 * log, and leaves nothing behind.
 *
 * @param environment what the command alone gets besides, and instead of, {@link MemberSpec#environment}
 */
public record StartCommands(List<Step> steps, List<String> command, Map<String, String> environment) {
    /** With the environment that the steps have, too. */
    public StartCommands(List<Step> steps, List<String> command) {
        this(steps, command, Map.of());
    }

    public StartCommands {
        environment = Map.copyOf(environment);
        steps = List.copyOf(steps);
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a start needs a command");
        }
    }

    /** The command alone. */
    public static StartCommands of(List<String> command) {
        return new StartCommands(List.of(), command);
    }

    /**
     * Something that runs before the member.
     *
     * @param command the program and its arguments, like {@link MemberSpec#command}
     * @param description for messages, such as {@code init command `mkdir data`}
     * @param done is called on a thread that may block when it has ended with exit code 0
     */
    public record Step(List<String> command, String description, Runnable done) {
        public Step {
            command = List.copyOf(command);
        }
    }
}
