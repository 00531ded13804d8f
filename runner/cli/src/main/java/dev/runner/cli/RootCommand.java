package dev.runner.cli;

import dev.runner.cli.options.PicocliSpecFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;

/**
 * {@code runner} itself: what is true for all commands. The commands are in {@link CommandRegistry}. It is part of
 * every command line, and built by calls: to have it read from annotations takes three times as long.
 */
final class RootCommand {
    private RootCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("runner");
        spec.usageMessage()
                .description("Runs a cluster of real processes on this machine, each on an address of its own.")
                .synopsisSubcommandLabel("COMMAND")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  runner up --hosts 4          a coordinator and four workers, until Ctrl-C",
                        "  runner ps                    what runs, from another terminal",
                        "  runner restart worker-2      one member again, the others untouched",
                        "  runner down                  stop everything",
                        "  runner doctor                why it does not start on this machine",
                        "",
                        "Exit codes: 0 done; 1 a member failed; 2 wrong usage or spec; 3 machine not ready;",
                        "  4 no such cluster or member; 5 not in time; 129, 130, 143 stopped by a signal.");
        return spec.addOption(PicocliSpecFactory.flag("-h", "--help")
                        .usageHelp(true)
                        .scopeType(ScopeType.INHERIT)
                        .description("Show this help.")
                        .build())
                .addOption(PicocliSpecFactory.flag("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version of runner and of Java, and where runner is installed.")
                        .build())
                .addOption(PicocliSpecFactory.flag("--verbose")
                        .scopeType(ScopeType.INHERIT)
                        .description("Show the stack trace of an error.")
                        .build());
    }
}
