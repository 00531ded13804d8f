package dev.runner.cli;

import dev.runner.manager.output.ExitCode;

/** A command that can be run, as opposed to one that only holds others. */
interface RunnableCommand {
    /**
     * Does it.
     *
     * @return one of {@link ExitCode}
     * @throws CommandFailedException for a failure that the command explains itself
     */
    int run() throws Exception;

    /** The exit code for a failure of ours, where {@link ExitCode} could be taken for something else. */
    default int exitCodeOf(int failure) {
        return failure;
    }
}
