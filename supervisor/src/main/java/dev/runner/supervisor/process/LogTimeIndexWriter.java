package dev.runner.supervisor.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/**
 * When what was written to a log: beside {@code worker-0.log} the file {@code worker-0.log.times}, a line for each
 * moment, {@code MILLIS OFFSET}: what comes after this many bytes was written at this time or later. Members' lines
 * stay as they wrote them, and can yet be looked up by time. All lines have one length, so that they can be searched.
 */
final class LogTimeIndexWriter {
    static final String SUFFIX = ".times";

    /** As precise as people remember; a log that is written without a pause gets five lines a second. */
    private static final long LEAST_MILLIS = 200;

    private static final int MILLIS_DIGITS = 13;
    private static final int OFFSET_DIGITS = 12;
    private static final int LINE = MILLIS_DIGITS + OFFSET_DIGITS + 2;

    private final Clock clock;
    private long noted;
    private boolean whole;

    LogTimeIndexWriter(Clock clock) {
        this.clock = clock;
    }

    /**
     * To be called before something is written.
     *
     * @param size of the log now
     */
    void note(Path log, long size) throws IOException {
        long now = clock.millis();
        if (size == 0 || now - noted >= LEAST_MILLIS || now < noted) {
            if (!whole) {
                cutTornLine(of(log));
                whole = true;
            }
            try {
                Files.write(of(log), line(now, size), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                whole = false;
                throw e;
            }
            noted = now;
        }
    }

    /** A full disk, or a kill, has left a part of a line, behind which no line could be found any more. */
    private static void cutTornLine(Path index) throws IOException {
        if (Files.exists(index) && Files.size(index) % LINE != 0) {
            try (FileChannel channel = FileChannel.open(index, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - channel.size() % LINE);
            }
        }
    }

    /** By hand: the first use of a formatter takes milliseconds, and each later one as long as the write. */
    private static byte[] line(long millis, long offset) {
        byte[] line = new byte[LINE];
        digits(line, MILLIS_DIGITS, millis);
        line[MILLIS_DIGITS] = ' ';
        digits(line, line.length - 1, offset);
        line[line.length - 1] = '\n';
        return line;
    }

    /** From the back: up to the first space before, or to the line's beginning. */
    private static void digits(byte[] line, int end, long number) {
        long left = number;
        for (int i = end - 1; i >= 0 && line[i] != ' '; i--) {
            line[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    /** The log was rotated. */
    static void move(Path from, Path to) throws IOException {
        if (Files.exists(of(from))) {
            Files.move(of(from), of(to), StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(of(to));
        }
    }

    /** The log begins anew. */
    static void remove(Path log) throws IOException {
        Files.deleteIfExists(of(log));
    }

    private static Path of(Path log) {
        return log.resolveSibling(log.getFileName() + SUFFIX);
    }
}
