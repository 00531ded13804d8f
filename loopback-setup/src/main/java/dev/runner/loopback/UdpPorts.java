package dev.runner.loopback;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has bound UDP ports. Nobody listens on one: whoever has bound it gets what is sent to it. */
public final class UdpPorts {
    private final @Nullable ProcFileSystem proc;

    /** @param proc null where the system has none */
    UdpPorts(@Nullable ProcFileSystem proc) {
        this.proc = proc;
    }

    private static UdpPorts here() {
        return new UdpPorts(HostOs.current() == HostOs.LINUX ? new ProcFileSystem(Path.of("/proc")) : null);
    }

    /**
     * Binds each endpoint for a moment, as {@link BindProbe} does for TCP.
     *
     * @return the problems in the order of the endpoints; empty if all are free
     */
    public static List<BindProblem> probe(Collection<Endpoint> endpoints) {
        return here().problems(endpoints);
    }

    /** Whether nobody has bound it now. */
    public static boolean isFree(Endpoint endpoint) {
        return bindFailure(endpoint) == null;
    }

    /** Whether one of these processes has bound it; unknown where the system does not tell. */
    public static ListenerStatus boundBy(Endpoint endpoint, Set<Long> pids) {
        return here().bound(endpoint, pids);
    }

    List<BindProblem> problems(Collection<Endpoint> endpoints) {
        List<BindProblem> problems = new ArrayList<>();
        for (Endpoint endpoint : new LinkedHashSet<>(endpoints)) {
            IOException failure = bindFailure(endpoint);
            if (failure instanceof BindException && !BindProbe.isAssigned(endpoint.address())) {
                problems.add(BindProblem.notAssigned(endpoint, HostOs.current()));
            } else if (failure instanceof BindException && !endpoint.isPrivileged()) {
                problems.add(BindProblem.heldUdp(endpoint, owner(endpoint).orElse(null)));
            } else if (failure != null) {
                problems.add(BindProblem.refused(endpoint, failure));
            }
        }
        return problems;
    }

    ListenerStatus bound(Endpoint endpoint, Set<Long> pids) {
        if (proc == null) {
            return ListenerStatus.UNKNOWN;
        }
        ProcFileSystem.HeldSockets held = proc.heldBy(pids);
        try {
            boolean own = proc.udpSockets(Set.of(endpoint.port())).stream()
                    .filter(socket -> socket.covers(endpoint))
                    .anyMatch(socket -> held.inodes().contains(socket.inode()));
            return own ? ListenerStatus.YES : held.complete() ? ListenerStatus.NO : ListenerStatus.UNKNOWN;
        } catch (IOException e) {
            return ListenerStatus.UNKNOWN;
        }
    }

    /** Only the name of the holder is missing from the message where it cannot be found. */
    private Optional<PortOwner> owner(Endpoint endpoint) {
        if (proc == null) {
            return Optional.empty();
        }
        try {
            for (ProcSocket socket : proc.udpSockets(Set.of(endpoint.port()))) {
                if (socket.covers(endpoint)) {
                    Long pid = proc.pidsByInode(Set.of(socket.inode())).get(socket.inode());
                    return Optional.of(new PortOwner(
                            socket.address(),
                            socket.port(),
                            pid == null ? OptionalLong.empty() : OptionalLong.of(pid),
                            pid == null ? "" : proc.command(pid),
                            UserNames.describe(socket.uid()),
                            true));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** The problem with the endpoint; null if it can be bound. */
    private static @Nullable IOException bindFailure(Endpoint endpoint) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReuseAddress(false);
            socket.bind(endpoint.socketAddress());
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
