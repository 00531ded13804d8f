package dev.runner.supervisor.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
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

    private final Path path;
    private final long rotateAt;
    private final Consumer<String> problems;
    private final LogTimeIndexWriter times = new LogTimeIndexWriter(Clock.systemUTC());
    private @Nullable FileChannel channel;
    private long size;
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
            out = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            channel = out;
            size = out.size();
        }
        return out;
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
            problems.accept("its output is lost: " + path + " cannot be written (" + e.getMessage() + ")");
        }
    }
}
