package dev.runner.loopback;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Parses the output of {@code lsof -F pcn}: a line per field, whose first character is its type. A process ({@code p},
 * {@code c}) is followed by its files ({@code f}, {@code n}); see "OUTPUT FOR OTHER PROGRAMS" in lsof(8).
 */
final class LsofOutput {
    private static final String MAPPED_IPV4 = "::ffff:";

    /** Finds a command line by pid and the program's name. */
    interface CommandLines {
        String of(long pid, String program);
    }

    private LsofOutput() {}

    static List<PortOwner> parse(String output, CommandLines commandLines) {
        List<PortOwner> owners = new ArrayList<>();
        long pid = 0;
        String program = "";
        for (String line : output.split("\n", -1)) {
            String value = line.isEmpty() ? "" : line.substring(1);
            if (line.startsWith("p")) {
                pid = Long.parseLong(value);
                program = "";
            } else if (line.startsWith("c")) {
                program = SanitizedLine.of(value);
            } else if (line.startsWith("n") && value.lastIndexOf(':') > 0) {
                owners.add(owner(value, pid, commandLines.of(pid, program)));
            }
        }
        return owners;
    }

    /** The process that blocks the endpoint; an exact address takes precedence over a wildcard. */
    static Optional<PortOwner> holderOf(Endpoint endpoint, List<PortOwner> owners) {
        return owners.stream()
                .filter(owner -> owner.port() == endpoint.port())
                .filter(owner -> owner.isWildcard() || owner.address().equals(endpoint.address()))
                .min(Comparator.comparing(PortOwner::isWildcard));
    }

    private static PortOwner owner(String name, long pid, String command) {
        int colon = name.lastIndexOf(':');
        String address = address(name.substring(0, colon));
        int port = Integer.parseInt(name.substring(colon + 1));
        return new PortOwner(address, port, OptionalLong.of(pid), command, "", true);
    }

    /** {@code *} is either wildcard; an IPv4 address of an IPv6 socket may have either form. */
    private static String address(String text) {
        if (text.equals("*")) {
            return "0.0.0.0";
        }
        String plain = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        return plain.startsWith(MAPPED_IPV4) ? plain.substring(MAPPED_IPV4.length()) : plain;
    }
}
