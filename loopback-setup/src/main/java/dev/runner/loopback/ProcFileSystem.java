package dev.runner.loopback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Linux's {@code /proc} says of sockets and of the processes that hold them. */
final class ProcFileSystem {
    private final Path root;

    /**
     * Sockets by their inodes.
     *
     * @param complete false when this user may not see those of one of the processes
     */
    record HeldSockets(Set<Long> inodes, boolean complete) {}

    ProcFileSystem(Path root) {
        this.root = root;
    }

    /** The sockets of IPv4 on these ports. The kernel walks its whole hash table for it: about 5 ms. */
    List<ProcSocket> ipv4Sockets(Set<Integer> ports) throws IOException {
        return ProcSocket.parse(read("net/tcp"), ports);
    }

    /** The sockets of IPv6 on these ports, which those of every JVM are, also with an IPv4 address; another 5 ms. */
    List<ProcSocket> ipv6Sockets(Set<Integer> ports) throws IOException {
        try {
            return ProcSocket.parse(read("net/tcp6"), ports);
        } catch (NoSuchFileException e) {
            // A kernel without IPv6 has no such table, and then no such socket.
            return List.of();
        }
    }

    List<ProcSocket> sockets(Set<Integer> ports) throws IOException {
        List<ProcSocket> sockets = new ArrayList<>(ipv4Sockets(ports));
        sockets.addAll(ipv6Sockets(ports));
        return sockets;
    }

    /** Which process holds each of these sockets, as far as this user may see it: the one with the lowest pid. */
    Map<Long, Long> pidsByInode(Set<Long> inodes) throws IOException {
        Map<Long, Long> pids = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(root, ProcFileSystem::isPid)) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                for (long inode : visibleSocketsOf(pid)) {
                    if (inodes.contains(inode)) {
                        pids.merge(inode, pid, Math::min);
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return pids;
    }

    /** The sockets of some processes. A process that is gone has none. */
    HeldSockets heldBy(Set<Long> pids) {
        Set<Long> held = new HashSet<>();
        boolean complete = true;
        for (long pid : pids) {
            try {
                held.addAll(socketsOf(pid));
            } catch (IOException e) {
                complete &= e instanceof NoSuchFileException;
            }
        }
        return new HeldSockets(held, complete);
    }

    /** The command line; the program's name where that is empty (a zombie); empty when the process is gone. */
    String command(long pid) {
        try {
            String arguments = read(pid + "/cmdline").replace('\0', ' ').strip();
            return SanitizedLine.of(arguments.isEmpty() ? read(pid + "/comm") : arguments);
        } catch (IOException e) {
            return "";
        }
    }

    private Set<Long> visibleSocketsOf(long pid) throws IOException {
        try {
            return socketsOf(pid);
        } catch (AccessDeniedException | NoSuchFileException e) {
            // Another user's process, or one that has just ended: it cannot be named.
            return Set.of();
        }
    }

    private Set<Long> socketsOf(long pid) throws IOException {
        Set<Long> held = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(pid + "/fd"))) {
            for (Path file : files) {
                held.add(socketInode(file));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        held.remove(0L);
        return held;
    }

    /** 0 when the descriptor is no socket. */
    private static long socketInode(Path descriptor) throws IOException {
        String target;
        try {
            target = Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            // Closed since the directory was listed.
            return 0;
        }
        return target.startsWith("socket:[") ? Long.parseLong(target.substring(8, target.length() - 1)) : 0;
    }

    private String read(String file) throws IOException {
        return new String(Files.readAllBytes(root.resolve(file)), StandardCharsets.ISO_8859_1);
    }

    private static boolean isPid(Path path) {
        String name = path.getFileName().toString();
        return name.charAt(0) >= '1' && name.charAt(0) <= '9';
    }
}
