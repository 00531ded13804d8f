package dev.runner.cli.options;

import dev.runner.loopback.LoopbackNetwork;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code --network} and {@code --hosts} of the commands that are about addresses only. */
public final class NetworkOptions {
    private final OptionSpec network = PicocliSpecFactory.option(LoopbackNetwork.class, "NET", "--network")
            .defaultValue("100")
            .converters(new Network())
            .description("The network 127.NET.x.1, 1 to 255 (default: ${DEFAULT-VALUE}).")
            .build();

    private final OptionSpec hosts = PicocliSpecFactory.option(int.class, "N", "--hosts")
            .defaultValue("4")
            .converters(new Hosts())
            .description("The number of hosts, 1 to 254 (default: ${DEFAULT-VALUE}).")
            .build();

    public void addTo(CommandSpec command) {
        command.addOption(network).addOption(hosts);
    }

    public LoopbackNetwork network() {
        return network.getValue();
    }

    public int hosts() {
        return hosts.getValue();
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
