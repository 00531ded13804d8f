package dev.runner.loopback;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who holds an address and port.
 *
 * @param address what the holder is bound to: the address itself, or a wildcard ({@code 0.0.0.0}, {@code ::}), which
 *     on Linux is in the way of every address
 * @param pid empty when this user may not see the process
 * @param command the command line, cut to one line of bounded length; empty when unknown
 * @param user whose it is, such as {@code user postgres} or {@code uid 1003}; empty when unknown
 * @param listening false for a connection that still uses the port though nobody listens any more
 */
public record PortOwner(String address, int port, OptionalLong pid, String command, String user, boolean listening) {

    /** Whether it holds the port for every address of the machine. */
    public boolean isWildcard() {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    boolean isThisProcess() {
        return pid.isPresent() && pid.getAsLong() == ProcessHandle.current().pid();
    }

    /** The process, in words that continue "is held by". */
    public String describe() {
        String process = pid.isPresent() ? seen(pid.getAsLong()) : unseen();
        if (!listening) {
            return process + ", by a connection that is still open";
        }
        return isWildcard() ? process + ", which listens on the wildcard address " + bracketed() : process;
    }

    /**
     * Whether the socket that answers on the endpoint belongs to one of these processes: the proof that it is not a
     * left-over of an earlier run that answers. A listener on a wildcard answers on every address, unless another
     * has exactly this one.
     */
    public static ListenerStatus listensOn(Endpoint endpoint, Set<Long> pids) {
        return listenOn(Map.of(endpoint, pids)).getOrDefault(endpoint, ListenerStatus.UNKNOWN);
    }

    /**
     * The same for several endpoints at once. On Linux one call costs 5 to 10 ms whatever the number of endpoints,
     * because the kernel walks its table of connections; and next to nothing when no process has any socket yet.
     *
     * @param expected for each endpoint the processes that may listen there
     * @return an answer for every endpoint
     */
    public static Map<Endpoint, ListenerStatus> listenOn(Map<Endpoint, Set<Long>> expected) {
        return PortOwnerLookup.of(HostOs.current()).listenOn(expected);
    }

    /** The holders of those endpoints that are held, as far as this user may see them. */
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
