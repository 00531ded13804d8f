package dev.runner.cli.options;

import dev.runner.loopback.LoopbackNetwork;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --network} and {@code --hosts} of the commands that are about addresses only. */
public final class NetworkOptions {
    @Option(
            names = "--network",
            paramLabel = "NET",
            defaultValue = "100",
            converter = Network.class,
            description = "The network 127.NET.x.1, 1 to 255 (default: ${DEFAULT-VALUE}).")
    private LoopbackNetwork network = new LoopbackNetwork(LoopbackNetwork.DEFAULT);

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "4",
            converter = Hosts.class,
            description = "The number of hosts, 1 to 254 (default: ${DEFAULT-VALUE}).")
    private int hosts = 4;

    public LoopbackNetwork network() {
        return network;
    }

    public int hosts() {
        return hosts;
    }

    /** Reads a network's number, 1 to 255. */
    public static final class Network implements ITypeConverter<LoopbackNetwork> {
        @Override
        public LoopbackNetwork convert(String value) {
            try {
                return new LoopbackNetwork(number(value, "a network: 1 to 255"));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads a number of hosts, 1 to 254. It is refused, never clamped. */
    public static final class Hosts implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int hosts = number(value, "a number of hosts: 1 to " + LoopbackNetwork.MAX_HOSTS);
                LoopbackNetwork.checkHosts(hosts);
                return hosts;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    private static int number(String value, String wanted) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is not " + wanted);
        }
    }
}
