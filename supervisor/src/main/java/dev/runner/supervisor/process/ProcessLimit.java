package dev.runner.supervisor.process;

import com.sun.jna.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many processes and threads there may be: of this user (RLIMIT_NPROC, {@code ulimit -u}), and in the control group
 * of this process. A manager that cannot start a thread can neither answer a signal nor follow what it started. So one
 * that has no room does not begin, and its members get a limit that leaves it some. Linux alone.
 */
public final class ProcessLimit {
    /** The threads that a manager has besides those that this process has when it asks, and its guardians. */
    private static final int OF_MANAGER = 32;

    /** The first process of a member, and the thread that waits for its end. */
    private static final int OF_MEMBER = 2;

    /** One part in so many is kept from members. */
    private static final int PART = 8;

    private static final int FEWEST = 16;
    private static final int MOST = 64;

    private final Path root;

    /** @param root {@code /} */
    ProcessLimit(Path root) {
        this.root = root;
    }

    /** @param group whether it is that of a control group, and not the user's */
    record Usage(long taken, long most, boolean group) {
        boolean hasRoomFor(long more) {
            return taken + more <= most;
        }

        String describe() {
            return (group ? "its control group" : "this user") + " has " + taken + " processes and threads of " + most
                    + (group ? " (pids.max)" : " (ulimit -u)");
        }

        String remedy(long more) {
            return group
                    ? "raise the limit (--pids-limit of a container, TasksMax= of a service)"
                    : "end some, or raise the limit (ulimit -u " + (taken + more) + ", LimitNPROC= of a service)";
        }
    }

    /**
     * Why a cluster cannot be started, with the numbers and the remedy; empty where it can. What members start is their
     * own affair.
     */
    public static String refusal(int members) {
        long needed = OF_MANAGER + (long) OF_MEMBER * members;
        return tight(needed)
                .map(usage -> usage.describe() + ", and a manager of " + members + " members needs " + needed
                        + " more, besides what its members start: " + usage.remedy(2 * needed))
                .orElse("");
    }

    /** Whether this process can start a thread. */
    public static boolean hasRoomForThread() {
        try {
            Thread thread = new Thread(() -> {}, "room");
            thread.setDaemon(true);
            thread.start();
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    /** Why nothing more can be started now; empty where that is not for want of processes and threads. */
    public static String reached() {
        return tight(OF_MEMBER)
                .map(usage -> usage.describe() + " (EAGAIN): " + usage.remedy(OF_MANAGER))
                .orElse("");
    }

    private static Optional<Usage> tight(long needed) {
        if (!Platform.isLinux()) {
            return Optional.empty();
        }
        try {
            return new ProcessLimit(Path.of("/")).tight(needed, LinuxLimits.soft(LinuxLimits.PROCESSES));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // what keeps it from being read is likely the same thing
        }
    }

    /** The first limit that has no room; that of the user counts only where it is enforced. */
    Optional<Usage> tight(long needed, long mostOfUser) throws IOException {
        if (mostOfUser >= 0 && threadsOfAll() + needed > mostOfUser && !isExempt()) {
            Usage user = new Usage(threadsOfThisUser(), mostOfUser, false);
            if (!user.hasRoomFor(needed)) {
                return Optional.of(user);
            }
        }
        for (Usage group : groups()) {
            if (!group.hasRoomFor(needed)) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    /** Lowers the limit of a process of ours, so that with all it starts it cannot take what this process needs. */
    static void keepRoomFrom(long pid) {
        if (Platform.isLinux()) {
            long most = LinuxLimits.soft(LinuxLimits.PROCESSES);
            if (most > 0) {
                LinuxLimits.lower(pid, LinuxLimits.PROCESSES, leftTo(most));
            }
        }
    }

    /** What members may have of so many. */
    static long leftTo(long most) {
        return Math.max(1, most - Math.max(FEWEST, Math.min(MOST, most / PART)));
    }

    /** Of the machine: where so many are fine, nobody needs to count this user's. */
    private long threadsOfAll() throws IOException {
        String load = Files.readString(root.resolve("proc/loadavg"));
        return Long.parseLong(load.substring(load.indexOf('/') + 1, load.lastIndexOf(' ')));
    }

    /** Whether this is the machine's own root, whom the kernel refuses nothing. */
    private boolean isExempt() throws IOException {
        return uid(root.resolve("proc/self")).equals(0)
                && Files.readString(root.resolve("proc/self/uid_map")).strip().matches("0 +0 +4294967295");
    }

    private long threadsOfThisUser() throws IOException {
        Object user = uid(root.resolve("proc/self"));
        long threads = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
            for (Path process : processes) {
                File tasks = process.resolve("task").toFile();
                String[] names = user.equals(ownerOf(process)) ? tasks.list() : null;
                threads += names == null ? 0 : names.length;
            }
        }
        return threads;
    }

    private static Object uid(Path file) throws IOException {
        return Files.getAttribute(file, "unix:uid");
    }

    private static Object ownerOf(Path process) {
        try {
            return uid(process);
        } catch (IOException e) {
            // It has ended since it was listed.
            return "";
        }
    }

    /** Those with a limit, from the innermost one; containers and services have one. */
    private List<Usage> groups() throws IOException {
        List<Usage> limited = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve("proc/self/cgroup"))) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3
                    && (fields[1].isEmpty() || List.of(fields[1].split(",", -1)).contains("pids"))) {
                Path top = root.resolve(fields[1].isEmpty() ? "sys/fs/cgroup" : "sys/fs/cgroup/pids");
                Path own = top.resolve(fields[2].substring(1)).normalize();
                for (Path group = own; group != null && group.startsWith(top); group = group.getParent()) {
                    usage(group).ifPresent(limited::add);
                }
            }
        }
        return limited;
    }

    private static Optional<Usage> usage(Path group) throws IOException {
        Path most = group.resolve("pids.max");
        String text = Files.isReadable(most) ? Files.readString(most).strip() : "max";
        if (text.equals("max")) {
            return Optional.empty();
        }
        String taken = Files.readString(group.resolve("pids.current")).strip();
        return Optional.of(new Usage(Long.parseLong(taken), Long.parseLong(text), true));
    }
}
