package dev.runner.manager;

import dev.runner.cluster.logs.LogSink;
import dev.runner.http.json.JsonRecords;
import dev.runner.manager.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints members' lines for programs, one object a line: <code>{"member":"worker-0","line":"text"}</code>. */
public final class JsonLogPrinter implements LogSink {
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
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("member", member);
            json.put("line", line.toString(StandardCharsets.UTF_8));
            pending.append(JsonRecords.text(json)).append('\n');
            incomplete.remove(member);
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
