package dev.runner.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code runner} itself: what is true for all commands. The commands are in {@link CommandTable}. */
@Command(
        addMethodSubcommands = false,
        name = "runner",
        description = "Runs a cluster of real processes on this machine, each on an address of its own.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  runner up --hosts 4          a coordinator and four workers, until Ctrl-C",
            "  runner ps                    what runs, from another terminal",
            "  runner restart worker-2      one member again, the others untouched",
            "  runner down                  stop everything",
            "  runner doctor                why it does not start on this machine",
            "",
            "Exit codes: 0 done; 1 a member failed; 2 wrong usage or spec; 3 machine not ready;",
            "  4 no such cluster or member; 5 not in time; 129, 130, 143 stopped by a signal."
        })
final class RunnerCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option itself
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version of runner and of Java, and where runner is installed.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option itself
    private boolean version;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }
}
