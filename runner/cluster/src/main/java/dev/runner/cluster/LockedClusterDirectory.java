package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.util.DirectoryDeleter;
import dev.runner.util.FileFailure;
import dev.runner.util.FileOwner;
import dev.runner.util.InProcessLock;
import dev.runner.util.StateOrigin;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one cluster, locked for as long as somebody manages it. The kernel holds the lock for the process,
 * so a manager that was killed never leaves a stale one. The directory is held open as well: while it is, no other can
 * get its file number, by which it is known wherever it is moved to.
 */
final class LockedClusterDirectory implements Closeable {
    static final String TIMELINE = "events.jsonl";

    private static final String LOCK = "lock";
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final FileAttribute<Set<PosixFilePermission>> ONLY_FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;
    private final InProcessLock inProcess;
    private final FileChannel channel;
    private final DirectoryStream<Path> open;
    private final StateOrigin origin;

    private LockedClusterDirectory(Path path, InProcessLock inProcess, FileChannel channel) throws IOException {
        this.path = path;
        this.inProcess = inProcess;
        this.channel = channel;
        this.open = path.getFileSystem().provider().newDirectoryStream(path, entry -> true);
        this.origin = StateOrigin.of(path);
    }

    /**
     * Makes the directory where it is missing, and locks it.
     *
     * @throws MachineNotReadyException where a live manager has it, it is another user's, or it cannot be written
     */
    static LockedClusterDirectory lock(Path directory) throws MachineNotReadyException {
        try {
            requireOwn(directory);
            Files.createDirectories(directory.resolveSibling("."));
            Path path = Files.createDirectories(directory, ONLY_FOR_OWNER).toRealPath();
            InProcessLock inProcess = new InProcessLock(path.resolve(LOCK));
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

    /**
     * Looks at the directory and the one it is in. What another user has put there, a journal for one, is neither
     * believed nor run.
     *
     * @throws MachineNotReadyException with the owner and the remedy, where either is another user's
     */
    static void requireOwn(Path directory) throws MachineNotReadyException {
        for (Path path : List.of(directory.resolveSibling(".").normalize(), directory)) {
            Optional<String> refusal = FileOwner.refusal(path);
            if (refusal.isPresent()) {
                throw new MachineNotReadyException(List.of(refusal.get()));
            }
            if (FileOwner.isOfAnother(path) && !Files.isWritable(path)) {
                throw new MachineNotReadyException(List.of("permission denied: " + path + " belongs to "
                        + FileOwner.describe(path) + "; call this as that user, or from another directory"));
            }
        }
    }

    /** Whether a live manager has it, even if it is in another container. Nothing is made. */
    static boolean isLocked(Path directory) throws IOException {
        Path file = directory.toRealPath().resolve(LOCK);
        InProcessLock inProcess = new InProcessLock(file);
        if (!inProcess.take()) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            inProcess.release();
        }
    }

    private static @Nullable FileChannel tryLock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

    static MachineNotReadyException inUse(Path path) {
        return new MachineNotReadyException(List.of("the cluster in " + path
                + " is running already: `runner down` stops it, `runner up --name OTHER` starts another beside it"));
    }

    Path path() {
        return path;
    }

    /** Where it is now: at {@link #path}, elsewhere when it was moved; empty when it was removed. */
    Optional<Path> whereabouts() {
        return Optional.of(path).filter(this::isAt).or(this::moved);
    }

    private boolean isAt(Path place) {
        try {
            return origin.isSameDirectory(StateOrigin.of(place));
        } catch (IOException e) {
            return false; // nothing is there any more
        }
    }

    /** The kernel knows by which name what we hold open is to be found. Elsewhere than on Linux a move is a removal. */
    private Optional<Path> moved() {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                Path target = target(descriptor);
                if (target != null && target.isAbsolute() && isAt(target)) {
                    return Optional.of(target);
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // there is no /proc
        }
        return Optional.empty();
    }

    private static @Nullable Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            return null; // it was that of this listing, or has just been closed
        }
    }

    Path members() {
        return path.resolve("members");
    }

    Path log(String member) {
        return path.resolve("logs").resolve(member + ".log");
    }

    /** What the commands of probes print; made when the first of them is run. */
    Path probeOutputs() {
        return path.resolve("probes");
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
        requireDirectory(directory);
        requireDirectory(directory.resolve("storage"));
        boolean isOfAnotherUser = member.start().account() != null && Files.exists(directory);
        if (!isOfAnotherUser) {
            Files.createDirectories(directory.resolve("storage"), ONLY_FOR_OWNER);
        }
    }

    private static void requireDirectory(Path directory) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(directory)) {
            throw new IOException(directory + " is not a directory; remove what is in its place, or move it away");
        }
    }

    /** A directory of this user alone, in the file system of a member's directory. */
    static Path createStaging(Path memberDirectory) throws IOException {
        Path staging = memberDirectory.resolve("../../staging").normalize();
        return Files.createDirectories(staging, ONLY_FOR_OWNER);
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
            DirectoryDeleter.delete(probeOutputs());
            DirectoryDeleter.delete(path.resolve("setup"));
            Files.deleteIfExists(timeline());
            RememberedCluster.forget(path);
        } catch (IOException e) {
            throw new MachineNotReadyException("what an earlier run left cannot be removed: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        try (open) {
            channel.close();
        } finally {
            inProcess.release();
        }
    }
}
