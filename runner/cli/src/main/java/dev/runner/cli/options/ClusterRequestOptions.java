package dev.runner.cli.options;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What all commands share that ask something of a running cluster and wait until it is done. */
public final class ClusterRequestOptions {
    private final NameOption cluster = new NameOption();

    private final JsonOption output = new JsonOption();

    private final OptionSpec timeout = PicocliSpecFactory.option(Duration.class, "D", "--timeout")
            .defaultValue("60s")
            .description("How long it may take (each member, where several are named), such as 60s or 2m "
                    + "(default: ${DEFAULT-VALUE}).")
            .build();

    public void addTo(CommandSpec command) {
        cluster.addTo(command);
        output.addTo(command);
        command.addOption(timeout);
    }

    /** The cluster that was named. */
    public Optional<String> name() {
        return cluster.name();
    }

    public boolean json() {
        return output.json();
    }

    public Duration timeout() {
        return timeout.getValue();
    }
}
