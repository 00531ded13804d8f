package dev.runner.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code runner loopback}: holds the commands about the addresses of this machine. */
@Command(
        addMethodSubcommands = false,
        description = "Looks after the loopback addresses that members have. Only macOS needs it.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  runner loopback check --hosts 16",
            "  runner loopback alias --hosts 16 --print    what would be run on macOS",
            "  runner loopback alias --hosts 16 --persist  also after the next restart of the machine",
            "  runner loopback unalias"
        })
final class LoopbackCommand {
    private LoopbackCommand() {}

    static CommandLine commandLine(Invocation invocation) {
        return new CommandLine(new LoopbackCommand())
                .addSubcommand("check", new LoopbackCheckCommand(invocation))
                .addSubcommand("alias", new LoopbackAliasCommand(invocation))
                .addSubcommand("unalias", new LoopbackUnaliasCommand(invocation));
    }
}
