package dev.runner.supervisor.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Cuts one stream of a process at line ends, so that the lines of its two streams never tear each other in the log. The
 * log gets a line in pieces where it grows beyond {@value #LONGEST_PIECE} bytes, or does not end within a moment. Who
 * listens gets it as one line, of {@value #LONGEST_LINE} bytes at most. Not thread-safe.
 */
final class LineAssembler {
    private static final int LONGEST_PIECE = 64 * 1024;

    private static final int LONGEST_LINE = 1 << 20;

    /** Gets what was assembled; it must consume it before it returns. */
    interface Sink {
        /** All that comes, in its order: whole lines, one or many at a time, or pieces of a long one. */
        void log(ByteBuffer bytes);

        /** Whole lines, each with its end; or, without one, the line that is being written, as far as it has come. */
        void lines(ByteBuffer lines);
    }

    /** Without a copy for each look at it. */
    private static final class Line extends ByteArrayOutputStream {
        ByteBuffer from(int at) {
            return ByteBuffer.wrap(buf, at, count - at).slice();
        }
    }

    private final Sink sink;
    /** The line that has not ended, as far as it is kept. */
    private Line held = new Line();
    /** How much of it the log has already. */
    private int logged;
    /** Whether more came than is kept, which only the log has. */
    private boolean isCut;

    LineAssembler(Sink sink) {
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
            complete(lines);
        }
        if (lines.hasRemaining()) {
            sink.log(lines.duplicate());
            sink.lines(lines);
        }
        bytes.position(end);
        hold(bytes);
    }

    /** Whether there is a beginning of a line that the log does not have yet. */
    boolean isHolding() {
        return held.size() > logged;
    }

    /** The line has not ended for a moment: it may be a prompt. */
    void passOnHeld() {
        if (isHolding()) {
            logHeld();
            sink.lines(held.from(0));
        }
    }

    /** The stream has ended: what is held is a line too. */
    void finish() {
        if (held.size() > 0) {
            complete(ByteBuffer.wrap(new byte[] {'\n'}));
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
        int kept = Math.min(bytes.remaining(), LONGEST_LINE - held.size());
        byte[] chunk = new byte[kept];
        bytes.get(chunk);
        held.write(chunk, 0, kept);
        if (held.size() - logged >= LONGEST_PIECE || bytes.hasRemaining()) {
            logHeld();
        }
        if (bytes.hasRemaining()) {
            isCut = true;
            sink.log(bytes.duplicate());
            bytes.position(bytes.limit());
        }
    }

    /** Completes the held line with the first of the lines, so that nothing large is copied. */
    private void complete(ByteBuffer lines) {
        int end = lines.position();
        while (lines.get(end) != '\n') {
            end++;
        }
        ByteBuffer rest = lines.duplicate();
        hold(rest.limit(end + 1));
        lines.position(end + 1);
        logHeld();
        if (isCut) {
            held.write('\n');
        }
        Line whole = held;
        held = whole.size() > LONGEST_PIECE ? new Line() : whole;
        logged = 0;
        isCut = false;
        ByteBuffer line = whole.from(0);
        // The listener is called before the buffer is used again.
        sink.lines(line);
        held.reset();
    }

    private void logHeld() {
        if (isHolding()) {
            sink.log(held.from(logged));
            logged = held.size();
        }
    }
}
