package dev.runner.manager;

import dev.runner.cluster.logs.LogSink;
import dev.runner.http.json.JsonRecords;
import dev.runner.manager.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints members' lines for programs, one object a line: <code>{"member":"worker-0","line":"text"}</code>. A line
 * that is longer than 1 MiB comes in several, of which all but the last have <code>"cut":true</code>.
 */
public final class JsonLogPrinter implements LogSink {
    private static final int FLUSH_AT = 64 * 1024;
    private static final int LONGEST = 1 << 20;
    private static final int MOST_BYTES_OF_CHARACTER = 4;

    private final Terminal terminal;
    private final Map<String, ByteArrayOutputStream> incomplete = new HashMap<>();
    private final StringBuilder pending = new StringBuilder();

    public JsonLogPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void line(String member, byte[] bytes, int offset, int length, boolean whole) {
        ByteArrayOutputStream line = incomplete.computeIfAbsent(member, name -> new ByteArrayOutputStream());
        line.write(bytes, offset, length);
        if (whole) {
            print(member, line.toString(StandardCharsets.UTF_8), false);
            incomplete.remove(member);
        } else if (line.size() >= LONGEST) {
            byte[] piece = line.toByteArray();
            int end = endOfCharacters(piece);
            print(member, new String(piece, 0, end, StandardCharsets.UTF_8), true);
            line.reset();
            line.write(piece, end, piece.length - end);
        }
    }

    /** Not in the middle of a character, where the bytes are text at all. */
    private static int endOfCharacters(byte[] piece) {
        int end = piece.length;
        while (end > piece.length - MOST_BYTES_OF_CHARACTER && (piece[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        boolean isBegun = (piece[end - 1] & 0xC0) == 0xC0;
        return isBegun ? end - 1 : piece.length;
    }

    private void print(String member, String line, boolean cut) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("member", member);
        json.put("line", line);
        if (cut) {
            json.put("cut", true);
        }
        pending.append(JsonRecords.text(json)).append('\n');
        if (pending.length() >= FLUSH_AT) {
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
        if (!pending.isEmpty()) {
            terminal.bytes(pending.toString().getBytes(StandardCharsets.UTF_8));
            pending.setLength(0);
        }
    }
}
