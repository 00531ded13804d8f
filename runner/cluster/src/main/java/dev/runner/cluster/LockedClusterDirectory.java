package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.util.DirectoryDeleter;
import dev.runner.util.FileFailure;
import dev.runner.util.InProcessLock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one cluster, locked for as long as somebody manages it. The kernel holds the lock for the process,
 * so a manager that was killed never leaves a stale one.
 */
final class LockedClusterDirectory implements Closeable {
    static final String TIMELINE = "events.jsonl";

    private static final FileAttribute<Set<PosixFilePermission>> ONLY_FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;
    private final InProcessLock inProcess;
    private final FileChannel channel;

    private LockedClusterDirectory(Path path, InProcessLock inProcess, FileChannel channel) {
        this.path = path;
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /**
     * Makes the directory where it is missing, and locks it.
     *
     * @throws MachineNotReadyException where a live manager has it, or it cannot be written
     */
    static LockedClusterDirectory lock(Path directory) throws MachineNotReadyException {
        try {
            Path path = Files.createDirectories(directory).toRealPath();
            InProcessLock inProcess = new InProcessLock(path.resolve("lock"));
            if (!inProcess.take()) {
                throw inUse(path);
            }
            @Nullable FileChannel locked = null;
            try {
                locked = tryLock(path);
            } finally {
                if (locked == null) {
                    inProcess.release();
                }
            }
            if (locked == null) {
                throw inUse(path);
            }
            return new LockedClusterDirectory(path, inProcess, locked);
        } catch (IOException e) {
            throw new MachineNotReadyException(
                    "the cluster's directory " + directory + " cannot be written: " + FileFailure.reason(e), e);
        }
    }

    private static @Nullable FileChannel tryLock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? null : channel;
    }

    private static MachineNotReadyException inUse(Path path) {
        return new MachineNotReadyException(List.of("the cluster in " + path
                + " is running already: `runner down` stops it, `runner up --name OTHER` starts another beside it"));
    }

    Path path() {
        return path;
    }

    Path members() {
        return path.resolve("members");
    }

    Path log(String member) {
        return path.resolve("logs").resolve(member + ".log");
    }

    Path timeline() {
        return path.resolve(TIMELINE);
    }

    /**
     * Makes a member's working directory with its storage directory in it, where they are missing. They are closed to
     * others: configuration may hold secrets, and some programs refuse data that others may read.
     */
    static void createMemberDirectories(PlannedMember member) throws IOException {
        Path directory = member.directory();
        Files.createDirectories(directory.resolveSibling("."));
        Files.createDirectories(directory.resolve("storage"), ONLY_FOR_OWNER);
    }

    /**
     * Closes the directory to others: logs and configuration may hold secrets. Users that members run as must get to
     * what is their own; they may pass, and still list nothing.
     */
    void restrictPermissions(boolean otherUsersPass) throws IOException {
        Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(otherUsersPass ? "rwx--x--x" : "rwx------"));
        Path logs = Files.createDirectories(path.resolve("logs"));
        Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwx------"));
        if (!Files.exists(timeline())) {
            Files.createFile(timeline());
        }
        Files.setPosixFilePermissions(timeline(), PosixFilePermissions.fromString("rw-------"));
    }

    /** Removes what an earlier run left: the members' directories, their logs and the timeline. */
    void empty() throws MachineNotReadyException {
        try {
            DirectoryDeleter.delete(members());
            DirectoryDeleter.delete(path.resolve("logs"));
            DirectoryDeleter.delete(path.resolve("setup"));
            Files.deleteIfExists(timeline());
        } catch (IOException e) {
            throw new MachineNotReadyException("what an earlier run left cannot be removed: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            inProcess.release();
        }
    }
}
