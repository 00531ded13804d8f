package dev.runner.cli;

import dev.runner.cli.options.NetworkOptions;
import dev.runner.loopback.LoopbackAliasManager;
import dev.runner.loopback.LoopbackAliasPlan;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runner loopback alias}. */
@Command(
        addMethodSubcommands = false,
        description = "Adds the addresses of a cluster to the loopback interface, where they are missing (macOS).",
        footerHeading = "%nExamples:%n",
        footer = {
            "  runner loopback alias --hosts 16            shows the commands, then asks for the sudo password",
            "  runner loopback alias --hosts 16 --print    only shows them",
            "  runner loopback alias --hosts 16 --persist  also after the next restart of the machine"
        })
final class LoopbackAliasCommand implements RunnableCommand {
    private final Invocation invocation;

    @Mixin
    private final NetworkOptions options = new NetworkOptions();

    @Option(names = "--print", description = "Only print the commands.")
    private boolean print;

    @Option(names = "--persist", description = "Install a LaunchDaemon that adds them at every start of the machine.")
    private boolean persist;

    LoopbackAliasCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        LoopbackAliasManager alias = LoopbackAliasManager.ofThisMachine();
        LoopbackAliasPlan plan = alias.planAdd(options.network(), options.hosts(), persist);
        return AliasPlanExecutor.run(alias, plan, print, invocation.terminal());
    }
}
