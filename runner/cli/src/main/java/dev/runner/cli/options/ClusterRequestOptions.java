package dev.runner.cli.options;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands share that ask something of a running cluster and wait until it is done. */
public final class ClusterRequestOptions {
    @Mixin
    private final NameOption cluster = new NameOption();

    @Mixin
    private final JsonOption output = new JsonOption();

    @Option(
            names = "--timeout",
            paramLabel = "D",
            defaultValue = "60s",
            description = "How long it may take (each member, where several are named), such as 60s or 2m "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(60);

    /** The cluster that was named. */
    public Optional<String> name() {
        return cluster.name();
    }

    public boolean json() {
        return output.json();
    }

    public Duration timeout() {
        return timeout;
    }
}
