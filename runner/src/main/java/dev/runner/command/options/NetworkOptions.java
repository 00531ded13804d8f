package dev.runner.command.options;

import dev.runner.loopback.LoopbackNetwork;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --network} and {@code --hosts} of the commands that are about addresses only. */
public final class NetworkOptions {
    private LoopbackNetwork network = new LoopbackNetwork(LoopbackNetwork.DEFAULT);
    private int hosts = 4;

    @Option(
            names = "--network",
            paramLabel = "NET",
            defaultValue = "100",
            description = "The network 127.NET.x.1, 1 to 255 (default: ${DEFAULT-VALUE}).")
    void network(int number) {
        try {
            network = new LoopbackNetwork(number);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "4",
            description = "The number of hosts, 1 to 254 (default: ${DEFAULT-VALUE}).")
    void hosts(int number) {
        try {
            LoopbackNetwork.checkHosts(number);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
        hosts = number;
    }

    private static TypeConversionException refused(IllegalArgumentException e) {
        return new TypeConversionException(String.valueOf(e.getMessage()));
    }

    public LoopbackNetwork network() {
        return network;
    }

    public int hosts() {
        return hosts;
    }
}
