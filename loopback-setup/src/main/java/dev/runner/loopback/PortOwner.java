package dev.runner.loopback;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The process that holds an address and port.
 *
 * @param address what the holder is bound to: the address itself, or a wildcard ({@code 0.0.0.0}, {@code ::}), which on
 *     Linux blocks every address
 * @param pid empty if this user may not see the process
 * @param command the command line, cut to one line of limited length; empty if unknown
 * @param user its user, such as {@code user postgres} or {@code uid 1003}; empty if unknown
 * @param listening false for a connection that still uses the port after its listener was closed
 */
public record PortOwner(String address, int port, OptionalLong pid, String command, String user, boolean listening) {

    /** Whether it holds the port on every address of the machine. */
    public boolean isWildcard() {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    boolean isThisProcess() {
        return pid.isPresent() && pid.getAsLong() == ProcessHandle.current().pid();
    }

    /** Describes the process, to follow "is held by". */
    public String describe() {
        String process = pid.isPresent() ? seen(pid.getAsLong()) : unseen();
        if (!listening) {
            return process + ", by a connection that is still open";
        }
        return isWildcard() ? process + ", which listens on the wildcard address " + bracketed() : process;
    }

    /**
     * Whether the socket that answers on the endpoint belongs to one of these processes, and not to an orphan of an
     * earlier run. A listener on a wildcard answers on every address, unless another one has exactly this address.
     */
    public static ListenerStatus listensOn(Endpoint endpoint, Set<Long> pids) {
        return listenOn(Map.of(endpoint, pids)).getOrDefault(endpoint, ListenerStatus.UNKNOWN);
    }

    /**
     * Like the single check, for several endpoints at once. On Linux one call costs 5 to 10 ms whatever the number of
     * endpoints, because the kernel walks its table of connections; and next to nothing if no process has a socket yet.
     *
     * @param expected for each endpoint the processes that may listen there
     * @return a result for every endpoint
     */
    public static Map<Endpoint, ListenerStatus> listenOn(Map<Endpoint, Set<Long>> expected) {
        return PortOwnerLookup.of(HostOs.current()).listenOn(expected);
    }

    /**
     * Whether the socket that answers on the endpoint belongs to the user of this process, and not to another user, who
     * may have bound the address when nobody had it. On Linux this costs 5 to 10 ms; elsewhere it is unknown.
     *
     * @throws IOException where the system can tell, and did not
     */
    public static ListenerStatus listensAsThisUser(Endpoint endpoint) throws IOException {
        return PortOwnerLookup.of(HostOs.current()).listensAsThisUser(endpoint);
    }

    /** The holders of the endpoints that are in use, as far as this user may see them. */
    static Map<Endpoint, PortOwner> find(Set<Endpoint> endpoints) {
        return PortOwnerLookup.of(HostOs.current()).find(endpoints);
    }

    private String seen(long number) {
        String program = command.isEmpty() ? "" : " (" + command + ")";
        return isThisProcess() ? "this process itself, pid " + number : "pid " + number + program;
    }

    private String unseen() {
        return (user.isEmpty() ? "a process" : "a process of " + user) + " that you may not see";
    }

    private String bracketed() {
        return address.equals("::") ? "[::]" : address;
    }
}
