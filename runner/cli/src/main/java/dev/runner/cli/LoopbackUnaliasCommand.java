package dev.runner.cli;

import dev.runner.cli.options.NetworkOptions;
import dev.runner.loopback.LoopbackAliasManager;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runner loopback unalias}. */
@Command(
        addMethodSubcommands = false,
        description = "Removes exactly the addresses that `runner loopback alias` added (macOS).",
        footerHeading = "%nExamples:%n",
        footer = {"  runner loopback unalias", "  runner loopback unalias --network 120 --print"})
final class LoopbackUnaliasCommand implements RunnableCommand {
    private final Invocation invocation;

    @Mixin
    private final NetworkOptions options = new NetworkOptions();

    @Option(names = "--print", description = "Only print the commands.")
    private boolean print;

    LoopbackUnaliasCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        LoopbackAliasManager alias = LoopbackAliasManager.ofThisMachine();
        return AliasPlanExecutor.run(alias, alias.planRemove(options.network()), print, invocation.terminal());
    }
}
