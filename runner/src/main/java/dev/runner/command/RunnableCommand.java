package dev.runner.command;

import dev.runner.command.output.ExitCode;

/** A command that can be run, as opposed to one that only holds others. */
interface RunnableCommand {
    /**
     * Does it.
     *
     * @return one of {@link ExitCode}
     * @throws CommandFailure for a failure that the command explains itself
     */
    int run() throws Exception;
}
