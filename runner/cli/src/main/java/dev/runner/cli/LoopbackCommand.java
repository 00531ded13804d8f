package dev.runner.cli;

import dev.runner.cli.options.PicocliSpecFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code runner loopback}: holds the commands about the addresses of this machine. */
final class LoopbackCommand {
    private LoopbackCommand() {}

    static CommandLine commandLine(Invocation invocation) {
        CommandSpec spec = PicocliSpecFactory.command(
                null,
                "Looks after the loopback addresses that members have. Only macOS needs it.",
                "  runner loopback check --hosts 16",
                "  runner loopback alias --hosts 16 --print    what would be run on macOS",
                "  runner loopback alias --hosts 16 --persist  also after the next restart of the machine",
                "  runner loopback unalias");
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        return new CommandLine(spec)
                .addSubcommand("check", new LoopbackCheckCommand(invocation).spec())
                .addSubcommand("alias", new LoopbackAliasCommand(invocation).spec())
                .addSubcommand("unalias", new LoopbackUnaliasCommand(invocation).spec());
    }
}
