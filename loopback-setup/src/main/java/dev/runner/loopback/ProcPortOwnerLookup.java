package dev.runner.loopback;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds holders on Linux: the tables of sockets and the descriptors of processes have the socket's inode in common. */
final class ProcPortOwnerLookup implements PortOwnerLookup {
    // A listener takes precedence over a connection, and an exact address over a wildcard.
    private static final Comparator<ProcSocket> BEST_EXPLANATION =
            Comparator.comparing((ProcSocket socket) -> !socket.listening()).thenComparing(ProcSocket::isWildcard);

    private final ProcFileSystem proc;

    ProcPortOwnerLookup(ProcFileSystem proc) {
        this.proc = proc;
    }

    @Override
    public Map<Endpoint, PortOwner> find(Set<Endpoint> endpoints) {
        try {
            Set<Integer> ports = endpoints.stream().map(Endpoint::port).collect(Collectors.toSet());
            List<ProcSocket> sockets = proc.sockets(ports);
            Map<Endpoint, ProcSocket> holders = new HashMap<>();
            for (Endpoint endpoint : endpoints) {
                sockets.stream()
                        .filter(socket -> socket.covers(endpoint))
                        .min(BEST_EXPLANATION)
                        .ifPresent(socket -> holders.put(endpoint, socket));
            }
            return owners(holders);
        } catch (IOException e) {
            // Only the name of the port's holder is missing from the message.
            return Map.of();
        }
    }

    @Override
    public Map<Endpoint, ListenerStatus> listenOn(Map<Endpoint, Set<Long>> expected) {
        return new ProcListenerCheck(proc).answer(expected);
    }

    @Override
    public ListenerStatus listensAsThisUser(Endpoint endpoint) throws IOException {
        try {
            Set<Integer> port = Set.of(endpoint.port());
            // Most listeners of interest are JVMs: then one table, of milliseconds each, is enough.
            @Nullable ProcSocket listener = listener(endpoint, proc.ipv6Sockets(port));
            if (listener == null || listener.isWildcard()) {
                listener = listener(endpoint, proc.sockets(port));
            }
            return listener != null && listener.uid() == proc.effectiveUser() ? ListenerStatus.YES : ListenerStatus.NO;
        } catch (NoSuchFileException | AccessDeniedException e) {
            // A system that shows its sockets to nobody.
            return ListenerStatus.UNKNOWN;
        }
    }

    /** The one that gets connections: the kernel prefers an exact address. Several can share it, all of one user. */
    private static @Nullable ProcSocket listener(Endpoint endpoint, List<ProcSocket> sockets) {
        @Nullable ProcSocket best = null;
        for (ProcSocket socket : sockets) {
            if (socket.listensAt(endpoint) && (best == null || best.isWildcard())) {
                best = socket;
            }
        }
        return best;
    }

    private Map<Endpoint, PortOwner> owners(Map<Endpoint, ProcSocket> holders) throws IOException {
        Set<Long> inodes = new HashSet<>();
        holders.values().forEach(socket -> inodes.add(socket.inode()));
        inodes.remove(0L);
        Map<Long, Long> pids = inodes.isEmpty() ? Map.of() : proc.pidsByInode(inodes);
        Map<ProcSocket, PortOwner> described = new HashMap<>();
        Map<Endpoint, PortOwner> owners = new HashMap<>();
        holders.forEach((endpoint, socket) ->
                owners.put(endpoint, described.computeIfAbsent(socket, held -> owner(held, pids.get(held.inode())))));
        return owners;
    }

    private PortOwner owner(ProcSocket socket, @Nullable Long pid) {
        return new PortOwner(
                socket.address(),
                socket.port(),
                pid == null ? OptionalLong.empty() : OptionalLong.of(pid),
                pid == null ? "" : proc.command(pid),
                UserNames.describe(socket.uid()),
                socket.listening());
    }
}
