package dev.runner.manager;

import dev.runner.cluster.logs.ControlSequences;
import dev.runner.cluster.logs.LineFeedScanner;
import dev.runner.cluster.logs.LogSink;
import dev.runner.manager.output.Colour;
import dev.runner.manager.output.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints members' lines as {@code worker-0 | line}, each member in its colour; many lines with one write. */
public final class LogPrinter implements LogSink {
    private static final int FLUSH_AT = 64 * 1024;
    private static final byte[] LINE_FEED = {'\n'};
    private static final int LONG_LINE = 8 * 1024;

    private final Terminal terminal;
    private final int width;
    private final Map<String, byte[]> prefixes = new HashMap<>();
    private final boolean harmless;
    private byte[] pending = new byte[FLUSH_AT + LONG_LINE];
    private int size;
    /** Whose very long line has been printed only in part; empty where none has. */
    private String midLine = "";

    /**
     * A printer.
     *
     * @param members those that are known; a longer name that is added later is a little out of line
     * @param raw whether a terminal gets what members write as it is; else colours alone, which end with their line
     */
    public LogPrinter(Terminal terminal, List<String> members, boolean raw) {
        this.terminal = terminal;
        this.harmless = terminal.isTerminal() && !raw;
        this.width = members.stream().mapToInt(String::length).max().orElse(0);
    }

    private byte[] prefix(String member) {
        String padded = member + " ".repeat(Math.max(0, width - member.length())) + " | ";
        return terminal.paint(Colour.ofMember(member), padded).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void line(String member, byte[] bytes, int offset, int length, boolean whole) {
        if (!midLine.equals(member)) {
            endPiece();
            byte[] prefix = prefixOf(member);
            add(prefix, 0, prefix.length);
        }
        byte[] shown = harmless ? ControlSequences.harmless(bytes, offset, length, terminal.isColoured()) : null;
        if (shown == null) {
            add(bytes, offset, length);
        } else {
            add(shown, 0, shown.length);
        }
        midLine = whole ? "" : member;
        if (whole) {
            add(LINE_FEED, 0, 1);
        }
        flushMuch();
    }

    /** The same for many: two copies for a line, and nothing else but to look for its end. */
    @Override
    public void lines(String member, byte[] bytes, int start, int end) {
        if (harmless && ControlSequences.hasControls(bytes, start, end)) {
            LogSink.super.lines(member, bytes, start, end);
            return;
        }
        int at = start;
        if (midLine.equals(member)) {
            at = LineFeedScanner.indexIn(bytes, start, end) + 1;
            line(member, bytes, start, at - 1 - start, true);
        }
        endPiece();
        byte[] prefix = prefixOf(member);
        while (at < end) {
            at = addLine(prefix, bytes, at, end);
        }
    }

    /**
     * A method of its own, so that it is compiled after a thousand lines; a loop is only after three hundred thousand
     * rounds.
     *
     * @return where the next line begins
     */
    private int addLine(byte[] prefix, byte[] bytes, int start, int end) {
        int next = LineFeedScanner.indexIn(bytes, start, end) + 1;
        int length = next - start;
        flushBefore(prefix.length + length);
        int at = size;
        reserve(prefix.length + length);
        System.arraycopy(prefix, 0, pending, at, prefix.length);
        System.arraycopy(bytes, start, pending, at + prefix.length, length);
        size = at + prefix.length + length;
        flushMuch();
        return next;
    }

    /** Ends the line of whoever was in the middle of one. */
    private void endPiece() {
        if (!midLine.isEmpty()) {
            add(LINE_FEED, 0, 1);
            midLine = "";
        }
    }

    private byte[] prefixOf(String member) {
        return prefixes.computeIfAbsent(member, this::prefix);
    }

    /** What is more than a pipe holds would make the write wait twice. */
    private void flushBefore(int more) {
        if (more > FLUSH_AT - size) {
            flush();
        }
    }

    private void flushMuch() {
        if (size >= FLUSH_AT) {
            flush();
        }
    }

    /** An array of our own: the locks of a stream would cost as much as the rest. */
    private void add(byte[] bytes, int offset, int length) {
        reserve(length);
        System.arraycopy(bytes, offset, pending, size, length);
        size += length;
    }

    private void reserve(int length) {
        if (length > pending.length - size) {
            pending = Arrays.copyOf(pending, size + length + LONG_LINE);
        }
    }

    @Override
    public void skipped(String member) {
        flush();
        terminal.note(member + ": some of its output was rotated away before it could be shown");
    }

    @Override
    public void flush() {
        if (size > 0) {
            int length = size;
            size = 0;
            terminal.bytes(pending, length);
        }
    }
}
