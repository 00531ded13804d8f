package dev.runner.loopback;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why members cannot bind their addresses.
 *
 * @param endpoints what cannot be bound: several if one listener on the wildcard address blocks all of them
 * @param owner the process that holds the port; null if there is none or it is unknown
 * @param message one line with the cause and the remedy
 */
public record BindProblem(
        List<Endpoint> endpoints, Reason reason, @Nullable PortOwner owner, String message) {
    public enum Reason {
        /** Another process holds the port. */
        PORT_HELD,
        /** No network interface has the address. */
        ADDRESS_NOT_ASSIGNED,
        /** The system refuses for another reason, such as a port below 1024. */
        REFUSED
    }

    public BindProblem {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a problem needs the endpoint that has it");
        }
    }

    static BindProblem held(List<Endpoint> endpoints, @Nullable PortOwner owner, HostOs os) {
        Endpoint first = endpoints.get(0);
        String others =
                endpoints.size() == 1 ? "" : " and the same port of " + (endpoints.size() - 1) + " more addresses";
        String verb = endpoints.size() == 1 ? " is held by " : " are held by ";
        String holder = owner == null ? "a process that you may not see" : owner.describe();
        String message = first + others + verb + holder + ": " + remedy(first, owner, os);
        return new BindProblem(endpoints, Reason.PORT_HELD, owner, message);
    }

    static BindProblem heldUdp(Endpoint endpoint, @Nullable PortOwner owner) {
        String holder = owner == null ? "a process that you may not see" : owner.describe();
        String remedy = owner == null || owner.pid().isEmpty()
                ? "`sudo ss -lunp sport = :" + endpoint.port() + "` names it"
                : remedy(endpoint, owner, HostOs.current());
        return new BindProblem(
                List.of(endpoint),
                Reason.PORT_HELD,
                owner,
                "UDP port " + endpoint + " is held by " + holder + ": " + remedy);
    }

    static BindProblem notAssigned(Endpoint endpoint, HostOs os) {
        String address = endpoint.address();
        String message = address + " is not assigned to this machine: run "
                + switch (os) {
                    case MACOS -> "`" + String.join(" ", LoopbackAliasPlan.addCommand(address)) + "`";
                    case LINUX ->
                        address.startsWith("127.")
                                ? "`sudo ip link set lo up`, with which Linux has all of 127.0.0.0/8"
                                : "`sudo ip address add " + address + "/32 dev lo`";
                    case OTHER -> "the system's command that adds the address to the loopback interface";
                };
        return new BindProblem(List.of(endpoint), Reason.ADDRESS_NOT_ASSIGNED, null, message);
    }

    static BindProblem refused(Endpoint endpoint, IOException failure) {
        String remedy = endpoint.isPrivileged()
                ? "choose a port of 1024 or above, below it only root may listen"
                : "check the limits of this user (`ulimit -n`) and of this machine";
        String message = endpoint + " cannot be bound (" + SanitizedLine.of(String.valueOf(failure.getMessage()))
                + "): " + remedy;
        return new BindProblem(List.of(endpoint), Reason.REFUSED, null, message);
    }

    private static String remedy(Endpoint endpoint, @Nullable PortOwner owner, HostOs os) {
        if (owner == null || owner.pid().isEmpty()) {
            return os == HostOs.LINUX
                    ? "`sudo ss -ltnp sport = :" + endpoint.port() + "` names it"
                    : "`sudo lsof -nP -iTCP:" + endpoint.port() + "` names it";
        }
        if (owner.isThisProcess()) {
            return "close it before the cluster starts";
        }
        String stop = "stop it (`kill " + owner.pid().getAsLong() + "`)";
        return owner.isWildcard()
                ? stop + ", or let it listen on one address only"
                : stop + ", or choose another network (--network)";
    }
}
