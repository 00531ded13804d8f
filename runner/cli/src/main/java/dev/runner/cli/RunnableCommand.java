package dev.runner.cli;

import dev.runner.manager.output.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** A command that can be run, as opposed to one that only holds others. */
interface RunnableCommand {
    /** What it is called with, for the parser. */
    CommandSpec spec();

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
