package dev.runner.cli.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.runner.supervisor.process.OpenFilesLimit;
import dev.runner.util.AvailableMemory;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a cluster of this size takes of files, memory and disk. The figures are generous guesses about small servers.
 */
final class ResourceChecks {
    private static final long MEGABYTE = 1024 * 1024;
    private static final long MEMORY_PER_MEMBER = 128 * MEGABYTE;
    private static final long FILES_OF_MANAGER = 200;
    private static final long FILES_PER_MEMBER = 8;
    private static final long DISK_WANTED = 1024 * MEGABYTE;
    private static final long DISK_NEEDED = 100 * MEGABYTE;

    private final int hosts;
    private final Path directory;

    ResourceChecks(int hosts, Path directory) {
        this.hosts = hosts;
        this.directory = directory;
    }

    Finding openFiles() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return Finding.ok("open files", "this system does not tell its limit");
        }
        long limit = system.getMaxFileDescriptorCount();
        long needed = FILES_OF_MANAGER + FILES_PER_MEMBER * (hosts + 1);
        return limit >= needed
                ? Finding.ok("open files", "at most " + limit + ", " + needed + " are enough" + ofMembers())
                : Finding.fail(
                        "open files", "at most " + limit + " for " + hosts + " hosts: run `ulimit -n " + needed + "`.");
    }

    private static String ofMembers() {
        long limit = OpenFilesLimit.ofCaller();
        return limit < 0 ? "" : "; members get the " + limit + " of this shell (ulimit -Sn)";
    }

    Finding memory() {
        long available = AvailableMemory.bytes();
        long wanted = MEMORY_PER_MEMBER * (hosts + 2);
        String text = available / MEGABYTE + " MB available for " + hosts + " hosts, a coordinator and the manager";
        if (available >= wanted) {
            return Finding.ok("memory", text);
        }
        return Finding.warn(
                "memory",
                text + ", about " + wanted / MEGABYTE + " MB are wanted: close something, or use fewer hosts.");
    }

    Finding disk() {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            String text = free / MEGABYTE + " MB free at " + directory;
            if (free < DISK_NEEDED || !Files.isWritable(directory)) {
                String why = Files.isWritable(directory) ? text : directory + " is not writable";
                return Finding.fail(
                        "disk", why + ": clusters keep their state in .runner/ there; use another directory.");
            }
            return free >= DISK_WANTED
                    ? Finding.ok("disk", text)
                    : Finding.warn("disk", text + ": logs and data of members may fill it.");
        } catch (IOException e) {
            return Finding.fail(
                    "disk", directory + " cannot be examined (" + FileFailure.reason(e) + "): use another directory.");
        }
    }
}
