package dev.runner.supervisor.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The last bytes that a member wrote, for the message about its end. Not thread-safe. */
final class OutputTail {
    static final int LINES = 20;
    private static final int CAPACITY = 16 * 1024;

    private final byte[] ring = new byte[CAPACITY];
    private long written;

    /** Takes note of the bytes between position and limit, leaving the buffer as it is. */
    void add(ByteBuffer bytes) {
        ByteBuffer last = bytes.duplicate();
        int skipped = Math.max(0, last.remaining() - CAPACITY);
        last.position(last.position() + skipped);
        written += skipped;
        while (last.hasRemaining()) {
            int at = (int) (written % CAPACITY);
            int length = Math.min(last.remaining(), CAPACITY - at);
            last.get(ring, at, length);
            written += length;
        }
    }

    /** The last lines, oldest first; what is not text is shown as the replacement character. */
    List<String> lines() {
        int length = (int) Math.min(written, CAPACITY);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((written - length + i) % CAPACITY)];
        }
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        boolean firstIsCut = written > CAPACITY && lines.size() > 1;
        List<String> whole = firstIsCut ? lines.subList(1, lines.size()) : lines;
        return whole.subList(Math.max(0, whole.size() - LINES), whole.size()).stream()
                .map(OutputTail::printable)
                .toList();
    }

    private static String printable(String line) {
        StringBuilder text = new StringBuilder(line.length());
        line.codePoints()
                .forEach(c -> text.appendCodePoint(c == '\t' || c == 0x1b || !Character.isISOControl(c) ? c : 0xFFFD));
        return text.toString();
    }
}
