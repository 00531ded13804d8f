package dev.runner.loopback;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks on Linux whether processes listen where they are expected to. Reading a process's descriptors takes
 * microseconds, the kernel's tables milliseconds: so the descriptors come first, and the tables are read once for all
 * endpoints.
 */
final class ProcListenerCheck {
    private final ProcFileSystem proc;

    ProcListenerCheck(ProcFileSystem proc) {
        this.proc = proc;
    }

    Map<Endpoint, ListenerStatus> answer(Map<Endpoint, Set<Long>> expected) {
        Map<Endpoint, ProcFileSystem.HeldSockets> own = new HashMap<>();
        expected.forEach((endpoint, pids) -> own.put(endpoint, proc.heldBy(pids)));
        Map<Endpoint, ListenerStatus> answers = new HashMap<>();
        try {
            List<ProcSocket> sockets =
                    own.values().stream().allMatch(ProcListenerCheck::isNone) ? List.of() : tables(own);
            own.forEach((endpoint, held) -> answers.put(endpoint, answer(endpoint, held, sockets)));
        } catch (IOException e) {
            own.keySet().forEach(endpoint -> answers.put(endpoint, ListenerStatus.UNKNOWN));
        }
        return answers;
    }

    private static boolean isNone(ProcFileSystem.HeldSockets held) {
        return held.complete() && held.inodes().isEmpty();
    }

    /** Reads the second table only if the first one, which has the sockets of all JVMs, does not answer everything. */
    private List<ProcSocket> tables(Map<Endpoint, ProcFileSystem.HeldSockets> own) throws IOException {
        Set<Integer> ports = new HashSet<>();
        own.keySet().forEach(endpoint -> ports.add(endpoint.port()));
        List<ProcSocket> sockets = new ArrayList<>(proc.ipv6Sockets(ports));
        boolean settled = own.entrySet().stream()
                .allMatch(entry -> sockets.stream()
                        .anyMatch(socket -> socket.listensAt(entry.getKey())
                                && !socket.isWildcard()
                                && entry.getValue().inodes().contains(socket.inode())));
        if (!settled) {
            sockets.addAll(proc.ipv4Sockets(ports));
        }
        return sockets;
    }

    private static ListenerStatus answer(Endpoint endpoint, ProcFileSystem.HeldSockets held, List<ProcSocket> sockets) {
        Set<Long> answering = answering(endpoint, sockets);
        if (answering.stream().anyMatch(held.inodes()::contains)) {
            return ListenerStatus.YES;
        }
        return answering.isEmpty() || held.complete() ? ListenerStatus.NO : ListenerStatus.UNKNOWN;
    }

    /** The kernel prefers the listener with the exact address for a connection. */
    private static Set<Long> answering(Endpoint endpoint, List<ProcSocket> sockets) {
        List<ProcSocket> listeners =
                sockets.stream().filter(socket -> socket.listensAt(endpoint)).toList();
        boolean exact = listeners.stream().anyMatch(socket -> !socket.isWildcard());
        return listeners.stream()
                .filter(socket -> !exact || !socket.isWildcard())
                .map(ProcSocket::inode)
                .collect(Collectors.toSet());
    }
}
