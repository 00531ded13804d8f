package dev.runner.supervisor.process;

import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one member, appended to over all its starts and rotated by size: {@code worker-0.log} becomes {@code
 * worker-0.log.1}, that becomes {@code .2}, and what was {@code .2} is gone. Only whole chunks are written, so that a
 * line never lies in two files. A log that cannot be written (a full disk) costs the output, never the member.
 */
final class RotatingLogWriter {
    static final long ROTATE_AT = 64L * 1024 * 1024;
    private static final int KEPT = 2;

    /** The bits of a mode that say what a file is, and those of a named pipe: inode(7). */
    private static final int FORMAT_OF_MODE = 0170000;

    private static final int PIPE_IN_MODE = 0010000;

    /** How often to look whether the file is still there. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Path path;
    private final long rotateAt;
    private final Consumer<String> problems;
    private final LogTimeIndexWriter times = new LogTimeIndexWriter(Clock.systemUTC());
    private volatile @Nullable FileChannel channel;
    private long size;
    private @Nullable Object key;
    private long lookedAtNanos;
    /** Whether somebody has removed the file while it was written. */
    private boolean lost;

    private boolean failing;

    /**
     * @param rotateAt bytes after which the file is rotated
     * @param problems is told why writing fails, once for each time that it begins to
     */
    RotatingLogWriter(Path path, long rotateAt, Consumer<String> problems) {
        this.path = path;
        this.rotateAt = rotateAt;
        this.problems = problems;
    }

    synchronized void append(ByteBuffer bytes) {
        try {
            lookForOurFile();
            FileChannel out = channel();
            times.note(path, size);
            while (bytes.hasRemaining()) {
                size += out.write(bytes);
            }
            if (size >= rotateAt) {
                rotate();
            }
            failing = false;
        } catch (IOException e) {
            bytes.position(bytes.limit());
            close();
            report(e);
        }
    }

    /** Without waiting for what is being written. */
    boolean isOpen() {
        return channel != null;
    }

    synchronized void close() {
        FileChannel out = channel;
        channel = null;
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                report(e);
            }
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel out = channel;
        if (out == null) {
            out = open();
            channel = out;
            key = keyOf(path);
            size = out.size();
            if (size == 0) {
                // What the times of an earlier file say does not hold for this one.
                LogTimeIndexWriter.remove(path);
            }
        }
        return out;
    }

    private FileChannel open() throws IOException {
        if (Files.exists(path) && isPipe(path)) {
            // To open it waits for its reader, and with us all members would.
            throw new IOException("it is a named pipe; remove it");
        }
        if (lost) {
            makeDirectoryAgain();
        }
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Where the cluster's directory is still there. */
    private void makeDirectoryAgain() throws IOException {
        lost = false;
        Path logs = path.getParent();
        Path cluster = logs == null ? null : logs.getParent();
        if (logs != null && !Files.exists(logs) && cluster != null && Files.isDirectory(cluster)) {
            Files.createDirectory(logs);
        }
    }

    private static boolean isPipe(Path file) throws IOException {
        return ((Integer) Files.getAttribute(file, "unix:mode") & FORMAT_OF_MODE) == PIPE_IN_MODE;
    }

    /** People remove logs, or make them empty, to have room again. What is written then is to be found by its name. */
    private void lookForOurFile() throws IOException {
        long now = System.nanoTime();
        if (channel == null || now - lookedAtNanos < LOOK_NANOS) {
            return;
        }
        lookedAtNanos = now;
        if (!Objects.equals(key, keyOf(path))) {
            lost = true;
            close();
        } else if (channel.size() < size) {
            size = channel.size();
            LogTimeIndexWriter.remove(path);
        }
    }

    /** Null where there is no file. */
    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                : null;
    }

    private void rotate() throws IOException {
        close();
        for (int i = KEPT; i > 0; i--) {
            Path from = i == 1 ? path : numbered(i - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
                LogTimeIndexWriter.move(from, numbered(i));
            }
        }
    }

    private Path numbered(int i) {
        return path.resolveSibling(path.getFileName() + "." + i);
    }

    private void report(IOException e) {
        if (!failing) {
            failing = true;
            problems.accept("its output is lost: " + path + " cannot be written (" + FileFailure.reason(e) + ")");
        }
    }
}
