package dev.runner.loopback;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * One line of {@code /proc/net/tcp}, {@code tcp6}, {@code udp} or {@code udp6} (the kernel's
 * Documentation/networking/proc_net_tcp).
 *
 * @param address an IPv4 address, {@code 0.0.0.0} or {@code ::}; also an IPv4 address for an IPv6 socket that has one,
 *     as sockets of JVMs do
 * @param inode 0 for a socket that no process holds any longer
 */
record ProcSocket(String address, int port, boolean listening, long uid, long inode) {
    private static final String LISTEN = "0A";
    private static final String TIME_WAIT = "06";
    private static final String MAPPED_IPV4 = "0000000000000000FFFF0000";

    boolean isWildcard() {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    /** Whether this socket blocks a bind to the endpoint. */
    boolean covers(Endpoint endpoint) {
        return port == endpoint.port()
                && (isWildcard()
                        || address.equals(endpoint.address())
                        || endpoint.address().equals("0.0.0.0"));
    }

    /** Whether this socket accepts connections to the endpoint. */
    boolean listensAt(Endpoint endpoint) {
        return listening && covers(endpoint);
    }

    /** Parses the sockets on these ports; skips invalid lines and the header. */
    static List<ProcSocket> parse(String table, Set<Integer> ports) {
        List<ProcSocket> sockets = new ArrayList<>();
        int start = 0;
        while (start < table.length()) {
            int end = table.indexOf('\n', start);
            end = end < 0 ? table.length() : end;
            parseLine(table.substring(start, end), ports, sockets);
            start = end + 1;
        }
        return sockets;
    }

    private static void parseLine(String line, Set<Integer> ports, List<ProcSocket> sockets) {
        StringTokenizer fields = new StringTokenizer(line);
        if (fields.countTokens() < 10) {
            return;
        }
        fields.nextToken();
        String local = fields.nextToken();
        int colon = local.indexOf(':');
        if (colon < 0) {
            return;
        }
        int port = Integer.parseInt(local.substring(colon + 1), 16);
        String address = ports.contains(port) ? address(local.substring(0, colon)) : "";
        fields.nextToken();
        String state = fields.nextToken();
        // With SO_REUSEADDR, which servers set, a socket in TIME_WAIT does not block a bind.
        if (address.isEmpty() || state.equals(TIME_WAIT)) {
            return;
        }
        for (int skipped = 0; skipped < 3; skipped++) {
            fields.nextToken();
        }
        long uid = Long.parseLong(fields.nextToken());
        fields.nextToken();
        long inode = Long.parseLong(fields.nextToken());
        sockets.add(new ProcSocket(address, port, state.equals(LISTEN), uid, inode));
    }

    /** Empty for an IPv6 address without an IPv4 form. The kernel prints words in little-endian order. */
    private static String address(String hex) {
        if (hex.length() == 8) {
            return ipv4(hex);
        }
        if (hex.startsWith(MAPPED_IPV4)) {
            return ipv4(hex.substring(MAPPED_IPV4.length()));
        }
        return hex.chars().allMatch(c -> c == '0') ? "::" : "";
    }

    private static String ipv4(String hex) {
        long word = Long.parseLong(hex, 16);
        return (word & 255) + "." + ((word >> 8) & 255) + "." + ((word >> 16) & 255) + "." + ((word >> 24) & 255);
    }
}
