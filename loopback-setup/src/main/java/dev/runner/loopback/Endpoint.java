package dev.runner.loopback;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 address and a port that a member binds.
 *
 * @param address in dotted decimal form; a host name is refused, because a probe must not query a name server
 * @param port 1 to 65535
 */
public record Endpoint(String address, int port) {
    public Endpoint {
        octets(address);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " does not exist: choose one from 1 to 65535");
        }
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }

    /** Whether the port is reserved for root. */
    boolean isPrivileged() {
        return port < 1024;
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(inetAddress(address), port);
    }

    /** The address, without a DNS lookup. */
    static InetAddress inetAddress(String address) {
        try {
            return InetAddress.getByAddress(octets(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are always an address", e);
        }
    }

    private static byte[] octets(String address) {
        String[] parts = address.split("\\.", -1);
        if (parts.length != 4) {
            throw notAnAddress(address);
        }
        byte[] octets = new byte[4];
        for (int i = 0; i < 4; i++) {
            octets[i] = octet(parts[i], address);
        }
        return octets;
    }

    private static byte octet(String part, String address) {
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char digit = part.charAt(i);
            value = digit < '0' || digit > '9' ? 256 : value * 10 + (digit - '0');
            if (value > 255) {
                throw notAnAddress(address);
            }
        }
        if (part.isEmpty() || (part.length() > 1 && part.charAt(0) == '0')) {
            throw notAnAddress(address);
        }
        return (byte) value;
    }

    private static IllegalArgumentException notAnAddress(String address) {
        return new IllegalArgumentException("'" + address + "' is not an IPv4 address: write it like 127.100.0.1");
    }
}
