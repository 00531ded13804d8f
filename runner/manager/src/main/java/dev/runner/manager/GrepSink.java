package dev.runner.manager;

import dev.runner.cluster.logs.LogSink;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Passes on the lines that match. A line so long that it comes in pieces is passed on from its first match on. */
public final class GrepSink implements LogSink {
    private final Pattern pattern;
    private final LogSink next;
    /** Whether a piece of the current line has matched. */
    private final Map<String, Boolean> matching = new HashMap<>();

    public GrepSink(Pattern pattern, LogSink next) {
        this.pattern = pattern;
        this.next = next;
    }

    @Override
    public void line(String member, byte[] bytes, int offset, int length, boolean whole) {
        boolean matches = matching.getOrDefault(member, false)
                || pattern.matcher(new String(bytes, offset, length, StandardCharsets.UTF_8))
                        .find();
        matching.put(member, matches && !whole);
        if (matches) {
            next.line(member, bytes, offset, length, whole);
        }
    }

    @Override
    public void skipped(String member) {
        next.skipped(member);
    }

    @Override
    public void flush() {
        next.flush();
    }
}
