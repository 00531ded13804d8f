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

/** Reads sockets, and the processes that hold them, from Linux's {@code /proc}. */
final class ProcFileSystem {
    private final Path root;

    /**
     * Sockets by their inodes.
     *
     * @param complete false if this user may not see those of one of the processes
     */
    record HeldSockets(Set<Long> inodes, boolean complete) {}

    ProcFileSystem(Path root) {
        this.root = root;
    }

    /** The IPv4 sockets on these ports. The kernel walks its whole hash table for it, which takes about 5 ms. */
    List<ProcSocket> ipv4Sockets(Set<Integer> ports) throws IOException {
        return ProcSocket.parse(read("net/tcp"), ports);
    }

    /** The IPv6 sockets on these ports, which include all sockets of JVMs, even with an IPv4 address; another 5 ms. */
    List<ProcSocket> ipv6Sockets(Set<Integer> ports) throws IOException {
        try {
            return ProcSocket.parse(read("net/tcp6"), ports);
        } catch (NoSuchFileException e) {
            // A kernel without IPv6 has no such table and no such sockets.
            return List.of();
        }
    }

    /** The UDP sockets that are bound to these ports, of both families. */
    List<ProcSocket> udpSockets(Set<Integer> ports) throws IOException {
        List<ProcSocket> sockets = new ArrayList<>(ProcSocket.parse(read("net/udp"), ports));
        try {
            sockets.addAll(ProcSocket.parse(read("net/udp6"), ports));
        } catch (NoSuchFileException e) {
            // A kernel without IPv6 has no such table and no such sockets.
            return sockets;
        }
        return sockets;
    }

    List<ProcSocket> sockets(Set<Integer> ports) throws IOException {
        List<ProcSocket> sockets = new ArrayList<>(ipv4Sockets(ports));
        sockets.addAll(ipv6Sockets(ports));
        return sockets;
    }

    /** The user whose rights this process has, which is the user of its sockets. */
    long effectiveUser() throws IOException {
        for (String line : read("self/status").split("\n", -1)) {
            if (line.startsWith("Uid:")) {
                return Long.parseLong(line.split("\t", -1)[2]);
            }
        }
        throw new IOException(root.resolve("self/status") + " names no user");
    }

    /** The process that holds each of these sockets (the one with the lowest pid), as far as this user may see it. */
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

    /** The sockets of these processes. A process that has ended has none. */
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

    /** The command line, or the program's name if that is empty (a zombie); empty if the process has ended. */
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

    /** The inode of the socket; 0 if the descriptor is not a socket. */
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
