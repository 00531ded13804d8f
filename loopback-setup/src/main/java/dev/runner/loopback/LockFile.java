package dev.runner.loopback;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
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
 * InProcessLock} comes first, and a file that this process has locked is not opened a second time, not even to read it.
 */
final class LockFile implements AutoCloseable {
    private static final Set<OpenOption> EXISTING = Set.of(READ, WRITE, NOFOLLOW_LINKS);
    private static final Set<OpenOption> NEW = Set.of(READ, WRITE, CREATE_NEW, NOFOLLOW_LINKS);

    // A channel that nothing refers to is closed by the garbage collector, and its lock with it.
    private static final Set<LockFile> LOCKED = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final InProcessLock claim;
    private @Nullable FileChannel locked;

    LockFile(Path path) {
        this.path = path;
        this.claim = new InProcessLock(path);
    }

    Path path() {
        return path;
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
            WorldWritableFiles.checkIsPlainFile(path);
            ByteBuffer start = ByteBuffer.allocate(512);
            try (FileChannel channel = FileChannel.open(path, Set.of(READ, NOFOLLOW_LINKS))) {
                channel.read(start);
            }
            String line = SanitizedLine.of(new String(start.array(), 0, start.position(), StandardCharsets.UTF_8));
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
            // Only the name of a former holder stays behind; the lock ends with the channel, which is closed now.
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
            WorldWritableFiles.checkIsPlainFile(path);
            WorldWritableFiles.shareFile(path);
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
        WorldWritableFiles.shareFile(path);
        return channel;
    }

    /** Neither the arguments, which may have secrets, nor the directory: everybody can read it. */
    private static void writeHolder(FileChannel channel) throws IOException {
        String command = System.getProperty("sun.java.command", "java");
        int end = command.indexOf(' ');
        String program = SanitizedLine.of(end < 0 ? command : command.substring(0, end));
        // A main class says something; the path of a jar would be cut at its first space, and is a directory besides.
        String what = program.contains("/") ? "" : " (" + program + ")";
        String holder = "pid " + ProcessHandle.current().pid() + what + "\n";
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            // On a full disk the lock is held all the same; an interrupt has closed the channel, and the lock with it.
            if (!channel.isOpen()) {
                throw e;
            }
        }
    }
}
