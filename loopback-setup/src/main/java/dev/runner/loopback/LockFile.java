package dev.runner.loopback;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that one process at a time has locked, shared by all users of the machine. It is never deleted: a file that is
 * deleted and made anew can be locked twice.
 *
 * <p>The kernel's locks belong to a process, and closing <em>any</em> channel of the file drops them. So a {@link
 * ProcessClaim} comes first, and a file that this process has locked is not opened a second time, not even to read it.
 */
final class LockFile implements AutoCloseable {
    private static final int SHARED_DIRECTORY = 01777;
    private static final int SHARED_FILE = 0666;
    private static final Set<OpenOption> EXISTING = Set.of(READ, WRITE, NOFOLLOW_LINKS);
    private static final Set<OpenOption> NEW = Set.of(READ, WRITE, CREATE_NEW, NOFOLLOW_LINKS);

    // A channel that nothing refers to is closed by the garbage collector, and its lock with it.
    private static final Set<LockFile> LOCKED = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final ProcessClaim claim;
    private @Nullable FileChannel locked;

    LockFile(Path path) {
        this.path = path;
        this.claim = new ProcessClaim(path);
    }

    Path path() {
        return path;
    }

    static void createSharedDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(directory.toString());
            }
        }
        share(directory, SHARED_DIRECTORY);
    }

    /** Whether the lock is this object's now; false when somebody else has it. */
    synchronized boolean tryLock() throws IOException {
        if (!claim.take()) {
            return false;
        }
        try {
            locked = lockedChannel();
        } finally {
            if (locked == null) {
                claim.release();
            } else {
                LOCKED.add(this);
            }
        }
        return locked != null;
    }

    /** Who has the lock, in words; it may have changed already. */
    String holder() {
        if (!claim.take()) {
            return "another cluster of this process (pid "
                    + ProcessHandle.current().pid() + ")";
        }
        try {
            checkIsPlainFile();
            ByteBuffer start = ByteBuffer.allocate(512);
            try (FileChannel channel = FileChannel.open(path, Set.of(READ, NOFOLLOW_LINKS))) {
                channel.read(start);
            }
            String line = OneLine.of(new String(start.array(), 0, start.position(), StandardCharsets.UTF_8));
            return line.isEmpty() ? "another process" : line;
        } catch (IOException e) {
            // The lock is held all the same; only its holder's name is missing from the message.
            return "another process";
        } finally {
            claim.release();
        }
    }

    @Override
    public synchronized void close() {
        FileChannel channel = locked;
        if (channel == null) {
            return;
        }
        locked = null;
        LOCKED.remove(this);
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give back " + path, e);
        } finally {
            claim.release();
        }
    }

    private @Nullable FileChannel lockedChannel() throws IOException {
        FileChannel channel = open();
        try {
            if (channel.tryLock() != null) {
                writeHolder(channel);
                return channel;
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    /**
     * Opens what exists without O_CREAT first: with fs.protected_regular, the default of most distributions, that flag
     * on another user's file in a directory such as this one is refused, even to root.
     */
    private FileChannel open() throws IOException {
        try {
            checkIsPlainFile();
            share(path, SHARED_FILE);
            return FileChannel.open(path, EXISTING);
        } catch (NoSuchFileException e) {
            return create();
        }
    }

    private FileChannel create() throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, NEW);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its file is as good.
            return FileChannel.open(path, EXISTING);
        }
        share(path, SHARED_FILE);
        return channel;
    }

    /** Nobody may make us write into another file of ours through a link that was put in the lock's place. */
    private void checkIsPlainFile() throws IOException {
        Object links = Files.getAttribute(path, "unix:nlink", NOFOLLOW_LINKS);
        if (!Files.isRegularFile(path, NOFOLLOW_LINKS) || !links.equals(1)) {
            throw new FileSystemException(path.toString(), null, "not a plain file");
        }
    }

    /** Neither the arguments, which may have secrets, nor the directory: everybody can read it. */
    private static void writeHolder(FileChannel channel) throws IOException {
        String command = System.getProperty("sun.java.command", "java");
        int end = command.indexOf(' ');
        String program = OneLine.of(end < 0 ? command : command.substring(0, end));
        String holder = "pid " + ProcessHandle.current().pid() + " (" + program + ")\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Sets the mode whatever the umask was; Java has no other name for the sticky bit than the attribute's. */
    private static void share(Path path, int mode) throws IOException {
        Object current = Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS);
        if (current instanceof Integer bits && (bits & 07777) != mode) {
            try {
                Files.setAttribute(path, "unix:mode", mode, NOFOLLOW_LINKS);
            } catch (FileSystemException e) {
                // It belongs to another user, who will do it or has chosen otherwise: opening it tells.
            }
        }
    }
}
