package dev.runner.supervisor.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Cuts one stream of a process at line ends, so that the lines of its two streams never tear each other in the log. A
 * line that grows beyond {@value #LONGEST_HELD} bytes is passed on in pieces. Not thread-safe.
 */
final class LineAssembler {
    private static final int LONGEST_HELD = 64 * 1024;

    private final Consumer<ByteBuffer> sink;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean midLine;

    /** @param sink gets whole lines, one or many at a time; it must consume them before it returns */
    LineAssembler(Consumer<ByteBuffer> sink) {
        this.sink = sink;
    }

    void accept(ByteBuffer bytes) {
        int end = lastLineEnd(bytes);
        if (end < 0) {
            hold(bytes);
            return;
        }
        ByteBuffer lines = bytes.duplicate();
        lines.limit(end);
        if (held.size() > 0) {
            releaseHeldWith(lines);
        } else {
            sink.accept(lines);
        }
        midLine = false;
        bytes.position(end);
        hold(bytes);
    }

    /** The stream has ended: what is held is a line too. */
    void finish() {
        if (held.size() > 0 || midLine) {
            held.write('\n');
            releaseHeld();
            midLine = false;
        }
    }

    private static int lastLineEnd(ByteBuffer bytes) {
        for (int i = bytes.limit() - 1; i >= bytes.position(); i--) {
            if (bytes.get(i) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private void hold(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte[] chunk = new byte[Math.min(bytes.remaining(), LONGEST_HELD)];
            bytes.get(chunk);
            held.write(chunk, 0, chunk.length);
            if (held.size() >= LONGEST_HELD) {
                releaseHeld();
                midLine = true;
            }
        }
    }

    /** Completes the held line with the first of the lines, so that nothing large is copied. */
    private void releaseHeldWith(ByteBuffer lines) {
        int end = lines.position();
        while (lines.get(end) != '\n') {
            end++;
        }
        byte[] rest = new byte[end + 1 - lines.position()];
        lines.get(rest);
        held.write(rest, 0, rest.length);
        releaseHeld();
        if (lines.hasRemaining()) {
            sink.accept(lines);
        }
    }

    private void releaseHeld() {
        sink.accept(ByteBuffer.wrap(held.toByteArray()));
        held.reset();
    }
}
