package dev.runner.util;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The memory that new processes can use without swapping or being killed. */
public final class AvailableMemory {
    /** The files of one version of control groups. */
    private enum CgroupVersion {
        V1("sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        V2("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file");

        private final String mount;
        private final String limit;
        private final String usage;
        private final String reclaimable;

        CgroupVersion(String mount, String limit, String usage, String reclaimable) {
            this.mount = mount;
            this.limit = limit;
            this.usage = usage;
            this.reclaimable = reclaimable;
        }

        /** Whether a line of {@code /proc/self/cgroup} ({@code ID:CONTROLLERS:PATH}) names its group for memory. */
        boolean matches(String[] fields) {
            return this == V2
                    ? fields[0].equals("0") && fields[1].isEmpty()
                    : List.of(fields[1].split(",", -1)).contains("memory");
        }
    }

    private AvailableMemory() {}

    /**
     * In bytes. On Linux {@code MemAvailable} of {@code /proc/meminfo}, or what the control groups (version 1 or 2) of
     * this process leave where that is less. Elsewhere what is free, but at least half of the total: macOS counts
     * cached files as used, and gives them up at once.
     */
    public static long bytes() {
        return linux(Path.of("/")).orElseGet(AvailableMemory::fromJvm);
    }

    /** Empty if the files below the root do not look like those of Linux. */
    static OptionalLong linux(Path root) {
        try {
            long available = field(Files.readAllLines(root.resolve("proc/meminfo")), "MemAvailable:") * 1024;
            return OptionalLong.of(Math.min(available, leftByCgroups(root)));
        } catch (IOException | NumberFormatException e) {
            // Another system, or a /proc of another form: the JVM's own figure is used.
            return OptionalLong.empty();
        }
    }

    /** The least that a control group leaves, from this process's own one up to the root. */
    private static long leftByCgroups(Path root) throws IOException {
        long least = Long.MAX_VALUE;
        for (String line : Files.readAllLines(root.resolve("proc/self/cgroup"))) {
            String[] fields = line.split(":", 3);
            for (CgroupVersion version : CgroupVersion.values()) {
                if (fields.length == 3 && fields[2].startsWith("/") && version.matches(fields)) {
                    Path mount = root.resolve(version.mount);
                    Path group = mount.resolve(fields[2].substring(1)).normalize();
                    while (group != null && group.startsWith(mount)) {
                        least = Math.min(least, leftBy(group, version));
                        group = group.getParent();
                    }
                }
            }
        }
        return least;
    }

    /** The limit less the usage, not counting pages of files, which the kernel reclaims. */
    private static long leftBy(Path group, CgroupVersion version) throws IOException {
        // In a container the path may be the host's, which is not mounted here: then the mount point itself has the
        // limit.
        Path limitFile = group.resolve(version.limit);
        if (!Files.exists(limitFile)) {
            return Long.MAX_VALUE;
        }
        String limit = Files.readString(limitFile).strip();
        if (limit.equals("max")) {
            return Long.MAX_VALUE;
        }
        long usage =
                Long.parseLong(Files.readString(group.resolve(version.usage)).strip());
        long reclaimable = field(Files.readAllLines(group.resolve("memory.stat")), version.reclaimable);
        return Math.max(0, Long.parseLong(limit) - usage + reclaimable);
    }

    private static long field(List<String> lines, String name) throws IOException {
        for (String line : lines) {
            String[] words = line.split("\\s+", -1);
            if (words[0].equals(name)) {
                return Long.parseLong(words[1]);
            }
        }
        throw new IOException("there is no " + name);
    }

    private static long fromJvm() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return Math.max(system.getFreeMemorySize(), system.getTotalMemorySize() / 2);
    }
}
