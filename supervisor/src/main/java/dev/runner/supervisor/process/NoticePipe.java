package dev.runner.supervisor.process;

import dev.runner.util.FileFailure;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A named pipe by which members tell their supervisor something: each line is a cookie and a word ({@code ready},
 * {@code done}). Anything that can append to a file can use it, nothing is polled, and a line of up to 512 bytes is
 * never torn by another (PIPE_BUF, POSIX).
 */
final class NoticePipe implements AutoCloseable {
    private static final int BUFFER = 8 * 1024;

    private final Path path;
    private final Consumer<String> problems;
    private final RandomAccessFile readWriteHandle;
    private final Thread reader;
    private final String runId;
    private final String lastLine = UUID.randomUUID().toString();

    /**
     * A new pipe.
     *
     * @param runId how each cookie begins
     * @param sink is called with cookie and word of each line, on the pipe's own thread
     */
    NoticePipe(Path path, String runId, BiConsumer<String, String> sink, Consumer<String> problems) throws IOException {
        this.path = path;
        this.runId = runId;
        this.problems = problems;
        Files.deleteIfExists(path);
        LibC.makeFifo(path);
        // Open for reading and writing: opening waits for nobody, and the pipe does not end when a writer closes it.
        this.readWriteHandle = new RandomAccessFile(path.toFile(), "rw");
        this.reader = new Thread(() -> read(sink), "notices");
        reader.setDaemon(true);
        reader.start();
    }

    Path path() {
        return path;
    }

    /** Hands it to the user whose members write into it; nobody else may then, except root. */
    void giveTo(int uid) throws IOException {
        Files.setAttribute(path, "unix:uid", uid);
    }

    private void read(BiConsumer<String, String> sink) {
        NoticeLines lines = new NoticeLines(runId);
        byte[] buffer = new byte[BUFFER];
        try (FileInputStream in = new FileInputStream(readWriteHandle.getFD())) {
            boolean goesOn = true;
            while (goesOn) {
                int count = in.read(buffer);
                goesOn = count > 0 && lines.add(buffer, count, lastLine, sink);
            }
        } catch (IOException e) {
            problems.accept("notices of members cannot be read any more: " + FileFailure.reason(e));
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        // Closing a pipe does not wake who reads from it; a line does, and the reader then closes it.
        readWriteHandle.write(("\n" + lastLine + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
