package dev.runner.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a member listens, and which address its own connections come from.
 *
 * @param port 0 takes a free one
 */
public record BindAddress(InetAddress address, int port) {

    public BindAddress {
        requirePort(port);
    }

    /**
     * Checks a port.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static void requirePort(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, but this is " + port);
        }
    }

    /**
     * Reads an option's value.
     *
     * @throws IllegalArgumentException with a message for the user, when the name has no address
     */
    public static BindAddress of(String host, int port) {
        try {
            return new BindAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "\"" + host + "\" is not an address of this machine (e.g. --bind 127.0.0.1)", e);
        }
    }

    public BindAddress withPort(int actualPort) {
        return new BindAddress(address, actualPort);
    }

    /** Whether it listens on every address, and so has none of its own. */
    public boolean isWildcard() {
        return address.isAnyLocalAddress();
    }

    /** The address in digits, as it stands in a URL. */
    public String host() {
        return literal(address);
    }

    /** Where others reach it. */
    public String url() {
        return "http://" + host() + ":" + port;
    }

    /** An address in digits, in brackets when it has colons. */
    public static String literal(InetAddress address) {
        String digits = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + digits + "]" : digits;
    }
}
