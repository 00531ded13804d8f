package dev.runner.manager;

import dev.runner.cluster.logs.LogSink;
import dev.runner.command.output.Colour;
import dev.runner.command.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints members' lines as {@code worker-0 | line}, each member in its colour; many lines with one write. */
public final class LogPrinter implements LogSink {
    private static final int FLUSH_AT = 64 * 1024;

    private final Terminal terminal;
    private final int width;
    private final Map<String, byte[]> prefixes = new HashMap<>();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(FLUSH_AT);
    /** Whose very long line has been printed only in part; empty where none has. */
    private String midLine = "";

    /** @param members those that are known; a longer name that is added later is a little out of line */
    public LogPrinter(Terminal terminal, List<String> members) {
        this.terminal = terminal;
        this.width = members.stream().mapToInt(String::length).max().orElse(0);
    }

    private byte[] prefix(String member) {
        String padded = member + " ".repeat(Math.max(0, width - member.length())) + " | ";
        return terminal.paint(Colour.ofMember(member), padded).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void line(String member, byte[] bytes, int offset, int length, boolean whole) {
        if (!midLine.equals(member)) {
            if (!midLine.isEmpty()) {
                pending.write('\n');
            }
            pending.writeBytes(prefixes.computeIfAbsent(member, this::prefix));
        }
        pending.write(bytes, offset, length);
        midLine = whole ? "" : member;
        if (whole) {
            pending.write('\n');
        }
        if (pending.size() >= FLUSH_AT) {
            flush();
        }
    }

    @Override
    public void skipped(String member) {
        flush();
        terminal.note(member + ": some of its output was rotated away before it could be shown");
    }

    @Override
    public void flush() {
        if (pending.size() > 0) {
            terminal.bytes(pending.toByteArray());
            pending.reset();
        }
    }
}
