package dev.runner.loopback;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The addresses of one cluster: host {@code i} is {@code 127.NET.i.1}, the manager {@code 127.NET.254.1}, the
 * coordinator {@code 127.NET.255.1}. The ordinal is the third octet and not the last, so that no address ends in {@code
 * .0} (which tools consider a network) and a host's number is visible in its address.
 *
 * <p>Network 0 is refused: its host 0 would be {@code 127.0.0.1}, which everything else on the machine uses.
 *
 * @param number the second octet, 1 to 255
 */
public record LoopbackNetwork(int number) {
    /** The network of the only cluster on a machine. */
    public static final int DEFAULT = 100;

    /** The last network that is leased automatically; the first one is {@link #DEFAULT}. */
    public static final int LAST_LEASED = 163;

    /** The most hosts a cluster can have: ordinals 0 to 253; the two above are the manager's and the coordinator's. */
    public static final int MAX_HOSTS = 254;

    public static final int MANAGER_ORDINAL = 254;

    public static final int COORDINATOR_ORDINAL = 255;

    public LoopbackNetwork {
        checkNumber(number);
    }

    /**
     * Checks the number of a network.
     *
     * @throws IllegalArgumentException unless it is 1 to 255
     */
    public static void checkNumber(int number) {
        if (number < 1 || number > 255) {
            throw new IllegalArgumentException(
                    "network " + number + " does not exist: choose one from 1 to 255 (--network 100 is 127.100.x.1)");
        }
    }

    /**
     * Checks a number of hosts. It is never clamped: a test that asked for 300 hosts and got 254 would not prove what
     * it claims.
     *
     * @throws IllegalArgumentException unless {@code hosts} is 1 to 254
     */
    public static void checkHosts(int hosts) {
        if (hosts < 1 || hosts > MAX_HOSTS) {
            throw new IllegalArgumentException("a cluster cannot have " + hosts
                    + " hosts: choose 1 to 254 (host i has the address 127.100.i.1, 254 and 255 are taken by the"
                    + " manager and the coordinator)");
        }
    }

    /**
     * The address of a host.
     *
     * @throws IllegalArgumentException unless {@code ordinal} is 0 to 253
     */
    public String host(int ordinal) {
        if (ordinal < 0 || ordinal >= MAX_HOSTS) {
            throw new IllegalArgumentException("host " + ordinal + " does not exist: ordinals go from 0 to 253");
        }
        return address(ordinal);
    }

    /** The address of the manager's own API. */
    public String manager() {
        return address(MANAGER_ORDINAL);
    }

    public String coordinator() {
        return address(COORDINATOR_ORDINAL);
    }

    /** The addresses of hosts 0 to {@code hosts - 1}, in this order. */
    public List<String> hosts(int hosts) {
        checkHosts(hosts);
        return IntStream.range(0, hosts).mapToObj(this::host).toList();
    }

    /** All addresses of a cluster: those of its hosts, then the manager's and the coordinator's. */
    public List<String> addresses(int hosts) {
        return Stream.concat(hosts(hosts).stream(), Stream.of(manager(), coordinator()))
                .toList();
    }

    /** The addresses of all hosts in one string: {@code 127.100.#.1}, where {@code #} is the ordinal. */
    public String hostTemplate() {
        return "127." + number + ".#.1";
    }

    private String address(int ordinal) {
        return "127." + number + "." + ordinal + ".1";
    }
}
