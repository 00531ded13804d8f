package dev.runner.cluster.plan;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** How many bytes new processes can take without pushing others out. */
public final class AvailableMemory {
    private AvailableMemory() {}

    public static long bytes() {
        return linux(Path.of("/")).orElseGet(AvailableMemory::fromJvm);
    }

    /** {@code MemAvailable}, or what a control group of this process leaves, where that is less. */
    static OptionalLong linux(Path root) {
        try {
            long available = field(Files.readAllLines(root.resolve("proc/meminfo")), "MemAvailable:") * 1024;
            return OptionalLong.of(Math.min(available, cgroups(root)));
        } catch (IOException | NumberFormatException e) {
            // Another system, or a /proc of another form: the JVM's own figure is used.
            return OptionalLong.empty();
        }
    }

    /** The tightest of the control groups (version 2) from this process's own one up to the root. */
    private static long cgroups(Path root) throws IOException {
        Path base = root.resolve("sys/fs/cgroup");
        long tightest = Long.MAX_VALUE;
        for (String line : Files.readAllLines(root.resolve("proc/self/cgroup"))) {
            if (line.startsWith("0::/")) {
                Path group = base.resolve(line.substring(4)).normalize();
                while (group != null && group.startsWith(base)) {
                    tightest = Math.min(tightest, left(group));
                    group = group.getParent();
                }
            }
        }
        return tightest;
    }

    /** The limit less what is in use; file pages that can be dropped are not in use. */
    private static long left(Path group) throws IOException {
        Path limit = group.resolve("memory.max");
        if (!Files.exists(limit) || Files.readString(limit).startsWith("max")) {
            return Long.MAX_VALUE;
        }
        long current =
                Long.parseLong(Files.readString(group.resolve("memory.current")).strip());
        long droppable = field(Files.readAllLines(group.resolve("memory.stat")), "inactive_file");
        return Math.max(0, Long.parseLong(Files.readString(limit).strip()) - current + droppable);
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

    /** macOS counts cached files as used, and gives them up at once: at least half of the memory can be had. */
    private static long fromJvm() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return Math.max(system.getFreeMemorySize(), system.getTotalMemorySize() / 2);
    }
}
