package dev.runner.cli;

import dev.runner.cli.options.NetworkOptions;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.loopback.LoopbackAliasManager;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code runner loopback unalias}. */
final class LoopbackUnaliasCommand implements RunnableCommand {
    private final Invocation invocation;

    private final NetworkOptions options = new NetworkOptions();

    private final OptionSpec print = PicocliSpecFactory.flag("--print")
            .description("Only print the commands.")
            .build();

    LoopbackUnaliasCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Removes exactly the addresses that `runner loopback alias` added (macOS).",
                "  runner loopback unalias",
                "  runner loopback unalias --network 120 --print");
        options.addTo(spec);
        spec.addOption(print);
        return spec;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        LoopbackAliasManager alias = LoopbackAliasManager.ofThisMachine();
        return AliasPlanExecutor.run(
                alias, alias.planRemove(options.network()), PicocliSpecFactory.isSet(print), invocation.terminal());
    }
}
