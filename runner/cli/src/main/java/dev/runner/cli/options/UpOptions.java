package dev.runner.cli.options;

import dev.runner.cluster.DebuggerOptions;
import dev.runner.loopback.LoopbackNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which cluster {@code up} starts, and how. */
public final class UpOptions {
    private static final String ALL = "*";

    @Option(
            names = "--hosts",
            paramLabel = "N",
            converter = NetworkOptions.Hosts.class,
            description = "How many hosts, 1 to 254 (default: what the spec says; 4 without a spec).")
    private @Nullable Integer hosts;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A spec file; without it, one coordinator and a worker on each host.")
    private @Nullable Path file;

    @Option(
            names = "--network",
            paramLabel = "NET",
            converter = NetworkOptions.Network.class,
            description = "The network 127.NET.x.1, 1 to 255 (default: the first free one of 100 to 163).")
    private @Nullable LoopbackNetwork network;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            converter = NameOption.Name.class,
            description = "The cluster's name, and its directory in .runner/ (default: the spec's name).")
    private @Nullable String name;

    @Option(names = "--fresh", description = "Start with empty directories; else the members' data is kept.")
    private boolean fresh;

    @Option(names = "--keep-going", description = "Leave the others running when a member has failed.")
    private boolean keepGoing;

    @Option(
            names = "--timeout",
            paramLabel = "D",
            description = "How long until all must be ready, such as 30s or 2m (default: what the spec gives each).")
    private @Nullable Duration timeout;

    @Option(
            names = "--debug",
            paramLabel = "MEMBER",
            arity = "0..1",
            fallbackValue = ALL,
            description = "A Java debugger can attach to this member, or to all, on port 5005 of each address.")
    private List<String> debug = new ArrayList<>();

    @Option(
            names = "--suspend",
            paramLabel = "MEMBER",
            description = "The same, and the member waits for the debugger before it does anything.")
    private List<String> suspend = new ArrayList<>();

    @ArgGroup(exclusive = true)
    private @Nullable Key key;

    /** The key of the cluster, or none. */
    static final class Key {
        @Option(
                names = "--api-key",
                paramLabel = "KEY",
                description = "The key that the members ask for (default: a new one, where the spec wants one).")
        private @Nullable String apiKey;

        @Option(names = "--no-api-key", description = "Members ask for no key.")
        private boolean none;
    }

    public @Nullable Integer hosts() {
        return hosts;
    }

    public @Nullable Path file() {
        return file;
    }

    public @Nullable LoopbackNetwork network() {
        return network;
    }

    public @Nullable String name() {
        return name;
    }

    public boolean fresh() {
        return fresh;
    }

    public boolean keepGoing() {
        return keepGoing;
    }

    public @Nullable Duration timeout() {
        return timeout;
    }

    public DebuggerOptions debugging() {
        Set<String> named = new HashSet<>(debug);
        boolean all = named.remove(ALL);
        return new DebuggerOptions(all, named, new HashSet<>(suspend));
    }

    public @Nullable String apiKey() {
        return key == null ? null : key.apiKey;
    }

    public boolean withoutApiKey() {
        return key != null && key.none;
    }
}
