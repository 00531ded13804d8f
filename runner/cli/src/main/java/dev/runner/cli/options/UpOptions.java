package dev.runner.cli.options;

import dev.runner.cluster.DebuggerOptions;
import dev.runner.loopback.LoopbackNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which cluster {@code up} starts, and how. */
public final class UpOptions {
    private static final String ALL = "*";

    private final OptionSpec hosts = PicocliSpecFactory.option(Integer.class, "N", "--hosts")
            .converters(new NetworkOptions.Hosts())
            .description(
                    "How many hosts, 1 to 254 (default: as in its last run, else as the spec says; 4 without a spec).")
            .build();

    private final OptionSpec file = PicocliSpecFactory.option(Path.class, "FILE", "-f", "--file")
            .description("A spec file; without it, one coordinator and a worker on each host.")
            .build();

    private final OptionSpec network = PicocliSpecFactory.option(LoopbackNetwork.class, "NET", "--network")
            .converters(new NetworkOptions.Network())
            .description("The network 127.NET.x.1, 1 to 255 (default: what the spec says, else the one that it had, "
                    + "else the first free one of 100 to 163).")
            .build();

    private final OptionSpec name = PicocliSpecFactory.option(String.class, "NAME", "--name")
            .converters(new NameOption.Name())
            .description("The cluster's name, and its directory in .runner/ (default: the spec's name).")
            .build();

    private final OptionSpec fresh = PicocliSpecFactory.flag("--fresh")
            .description("Start with empty directories, on any free network; else data, network and hosts are kept.")
            .build();

    private final OptionSpec keepGoing = PicocliSpecFactory.flag("--keep-going")
            .description("Leave the others running when a member has failed.")
            .build();

    private final OptionSpec timeout = PicocliSpecFactory.option(Duration.class, "D", "--timeout")
            .description("How long until all must be ready, such as 30s or 2m (default: what the spec gives each).")
            .build();

    private final OptionSpec debug = PicocliSpecFactory.option(List.class, "MEMBER", "--debug")
            .auxiliaryTypes(String.class)
            .arity("0..1")
            .fallbackValue(ALL)
            .description("A Java debugger can attach to this member, or to all, on port 5005 of each address.")
            .build();

    private final OptionSpec suspend = PicocliSpecFactory.option(List.class, "MEMBER", "--suspend")
            .auxiliaryTypes(String.class)
            .description("The same, and the member waits for the debugger before it does anything.")
            .build();

    private final OptionSpec apiKey = PicocliSpecFactory.option(String.class, "KEY", "--api-key")
            .description("The key that the members ask for (default: a new one, where the spec wants one).")
            .build();

    private final OptionSpec noApiKey = PicocliSpecFactory.flag("--no-api-key")
            .description("Members ask for no key.")
            .build();

    public void addTo(CommandSpec command) {
        command.addOption(hosts)
                .addOption(file)
                .addOption(network)
                .addOption(name)
                .addOption(fresh);
        command.addOption(keepGoing).addOption(timeout).addOption(debug).addOption(suspend);
        command.addArgGroup(ArgGroupSpec.builder()
                .exclusive(true)
                .addArg(apiKey)
                .addArg(noApiKey)
                .build());
    }

    public @Nullable Integer hosts() {
        return hosts.getValue();
    }

    public @Nullable Path file() {
        return file.getValue();
    }

    public @Nullable LoopbackNetwork network() {
        return network.getValue();
    }

    public @Nullable String name() {
        return name.getValue();
    }

    public boolean fresh() {
        return PicocliSpecFactory.isSet(fresh);
    }

    public boolean keepGoing() {
        return PicocliSpecFactory.isSet(keepGoing);
    }

    public @Nullable Duration timeout() {
        return timeout.getValue();
    }

    public DebuggerOptions debugging() {
        Set<String> named = members(debug);
        boolean all = named.remove(ALL);
        return new DebuggerOptions(all, named, members(suspend));
    }

    private static Set<String> members(OptionSpec option) {
        @Nullable List<String> named = option.getValue();
        return named == null ? new HashSet<>() : new HashSet<>(named);
    }

    public @Nullable String apiKey() {
        return apiKey.getValue();
    }

    public boolean withoutApiKey() {
        return PicocliSpecFactory.isSet(noApiKey);
    }
}
