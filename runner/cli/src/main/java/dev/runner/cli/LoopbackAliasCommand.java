package dev.runner.cli;

import dev.runner.cli.options.NetworkOptions;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.loopback.LoopbackAliasManager;
import dev.runner.loopback.LoopbackAliasPlan;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code runner loopback alias}. */
final class LoopbackAliasCommand implements RunnableCommand {
    private final Invocation invocation;

    private final NetworkOptions options = new NetworkOptions();

    private final OptionSpec print = PicocliSpecFactory.flag("--print")
            .description("Only print the commands.")
            .build();

    private final OptionSpec persist = PicocliSpecFactory.flag("--persist")
            .description("Install a LaunchDaemon that adds them at every start of the machine.")
            .build();

    LoopbackAliasCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Adds the addresses of a cluster to the loopback interface, where they are missing (macOS).",
                "  runner loopback alias --hosts 16            shows the commands, then asks for the sudo password",
                "  runner loopback alias --hosts 16 --print    only shows them",
                "  runner loopback alias --hosts 16 --persist  also after the next restart of the machine");
        options.addTo(spec);
        spec.addOption(print);
        spec.addOption(persist);
        return spec;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        LoopbackAliasManager alias = LoopbackAliasManager.ofThisMachine();
        LoopbackAliasPlan plan = alias.planAdd(options.network(), options.hosts(), PicocliSpecFactory.isSet(persist));
        return AliasPlanExecutor.run(alias, plan, PicocliSpecFactory.isSet(print), invocation.terminal());
    }
}
