package dev.runner.loopback;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.runner.util.InProcessLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A lock file that all users of the machine share. It is never deleted: a file that is deleted and created again could
 * be locked twice.
 *
 * <p>The kernel's locks belong to a process, and closing <em>any</em> channel of the file releases them. So an {@link
 * InProcessLock} is taken first, and a file that this process has locked is never opened again, not even to read it.
 */
final class LockFile implements AutoCloseable {
    private static final Set<OpenOption> EXISTING = Set.of(READ, WRITE, NOFOLLOW_LINKS);
    private static final Pattern PID = Pattern.compile("pid (\\d{1,10})\\b");
    private static final Set<OpenOption> NEW = Set.of(READ, WRITE, CREATE_NEW, NOFOLLOW_LINKS);

    // Keeps channels reachable: the garbage collector would close them and release their locks.
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

    /** Whether this object holds the lock now; false if another one does. */
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

    /** Describes the holder of the lock, which may have changed already. */
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
            return line.isEmpty() ? "another process" : line + directoryOf(line);
        } catch (IOException e) {
            // Only the name of the holder is missing from the message.
            return "another process";
        } finally {
            claim.release();
        }
    }

    /** Where that process was started, if it is one of this user's: that says which cluster it is. */
    private static String directoryOf(String holder) {
        Matcher pid = PID.matcher(holder);
        if (!pid.lookingAt()) {
            return "";
        }
        try {
            return ", started in "
                    + SanitizedLine.of(Files.readSymbolicLink(Path.of("/proc", pid.group(1), "cwd"))
                            .toString());
        } catch (IOException e) {
            // Another user's, gone meanwhile, or a system without /proc: its pid has to do.
            return "";
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
            // Only the name of the former holder remains; closing the channel releases the lock.
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
     * Opens an existing file without O_CREAT first: with fs.protected_regular, the default of most distributions, that
     * flag is refused for another user's file in such a directory, even to root.
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
            // Another process was faster; its file serves as well.
            return FileChannel.open(path, EXISTING);
        }
        WorldWritableFiles.shareFile(path);
        return channel;
    }

    /** Writes neither the arguments, which may be secrets, nor the directory: all users can read the file. */
    private static void writeHolder(FileChannel channel) throws IOException {
        String command = System.getProperty("sun.java.command", "java");
        int end = command.indexOf(' ');
        String program = SanitizedLine.of(end < 0 ? command : command.substring(0, end));
        // The name of a main class helps; the path of a jar would be cut at its first space and reveal a directory.
        String what = program.contains("/") ? "" : " (" + program + ")";
        String holder = "pid " + ProcessHandle.current().pid() + what + "\n";
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            // The lock is held even on a full disk, but an interrupt has closed the channel and released the lock.
            if (!channel.isOpen()) {
                throw e;
            }
        }
    }
}
