package dev.runner.cluster.logs;

import java.util.Arrays;

/** Cuts one member's bytes into lines; copies only a line that did not arrive at once. */
final class LineSplitter {
    /** A line that is longer is passed on in pieces, so that no line can fill the memory. */
    static final int LONGEST = 1 << 20;

    private final String member;
    private final LogSink sink;
    private byte[] pending = new byte[0];
    private int pendingLength;
    /** Whether a piece of the current line was passed on. */
    private boolean midLine;

    LineSplitter(String member, LogSink sink) {
        this.member = member;
        this.sink = sink;
    }

    void add(byte[] bytes, int length) {
        int start = 0;
        if (pendingLength > 0 || midLine) {
            int feed = LineFeedScanner.indexIn(bytes, 0, length);
            start = feed + 1;
            if (feed >= 0) {
                append(bytes, 0, feed);
                flush();
            }
        }
        int end = LineFeedScanner.indexAfterLast(bytes, start, length);
        if (end > start) {
            sink.lines(member, bytes, start, end);
        }
        keep(bytes, end, length - end);
    }

    /** Passes on what has no line feed yet. */
    void flush() {
        if (pendingLength > 0 || midLine) {
            sink.line(member, pending, 0, pendingLength, true);
            pendingLength = 0;
            midLine = false;
        }
    }

    /** Passes on what there is of a line that has not ended for a moment: it may be a prompt. */
    void flushPiece() {
        if (pendingLength > 0) {
            sink.line(member, pending, 0, pendingLength, false);
            pendingLength = 0;
            midLine = true;
        }
    }

    private void keep(byte[] bytes, int offset, int length) {
        append(bytes, offset, length);
        if (pendingLength >= LONGEST) {
            flushPiece();
        }
    }

    private void append(byte[] bytes, int offset, int length) {
        if (pendingLength + length > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(pendingLength + length, 2 * pending.length));
        }
        System.arraycopy(bytes, offset, pending, pendingLength, length);
        pendingLength += length;
    }
}
