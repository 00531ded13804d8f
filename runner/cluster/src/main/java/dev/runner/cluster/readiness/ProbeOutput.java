package dev.runner.cluster.readiness;

import dev.runner.cluster.logs.ControlSequences;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file that a probe's command prints to: emptied before each attempt, so that it has what the last one printed. A
 * file and not a pipe, because no thread has to read it, and a process that outlives the command holds up nobody.
 */
final class ProbeOutput {
    /** A command that prints more has its earlier output dropped while it runs. */
    private static final long MOST_BYTES = 1 << 20;

    private static final int TAIL_BYTES = 4096;
    private static final int TAIL_LINES = 10;
    private static final int LONGEST_LINE = 400;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]");

    private final Path file;
    /** The end of what was dropped. */
    private volatile byte[] dropped = new byte[0];

    /** @param file in a directory that is the runner's own */
    ProbeOutput(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Empties it, and makes it where it is not there. */
    void begin() throws IOException {
        Path directory = file.resolveSibling(".");
        if (!directory.toFile().isDirectory()) {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        open(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING).close();
    }

    /** To be called now and then while a command runs. */
    void limit() throws IOException {
        if (file.toFile().length() > MOST_BYTES) {
            dropped = end();
            open(StandardOpenOption.TRUNCATE_EXISTING).close();
        }
    }

    private SeekableByteChannel open(StandardOpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(StandardOpenOption.WRITE);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return Files.newByteChannel(file, all);
    }

    /** The last lines, oldest first, without colours; what cannot be read is said instead. */
    List<String> tail() {
        try {
            byte[] end = end();
            byte[] all = end.length < TAIL_BYTES ? joined(dropped, end) : end;
            return lines(new String(all, StandardCharsets.UTF_8), all.length >= TAIL_BYTES);
        } catch (IOException e) {
            return List.of("(what it printed cannot be read: " + e + ")");
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private byte[] end() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - TAIL_BYTES));
            ByteBuffer bytes = ByteBuffer.allocate(TAIL_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes) > 0) {
                // A file may be read in parts.
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }

    private static List<String> lines(String text, boolean firstIsCut) {
        List<String> lines = text.lines().toList();
        List<String> whole = firstIsCut && lines.size() > 1 ? lines.subList(1, lines.size()) : lines;
        List<String> shown = whole.stream()
                .map(line -> CONTROL.matcher(ControlSequences.without(line))
                        .replaceAll("")
                        .stripTrailing())
                .filter(line -> !line.isBlank())
                .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 3) + "...")
                .toList();
        return shown.subList(Math.max(0, shown.size() - TAIL_LINES), shown.size());
    }
}
