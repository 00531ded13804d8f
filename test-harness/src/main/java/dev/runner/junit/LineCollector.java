package dev.runner.junit;

import dev.runner.cluster.logs.LogSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Collects the lines of one member's log. */
final class LineCollector implements LogSink {
    private final Predicate<String> wanted;
    private final List<String> found = new ArrayList<>();
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();

    LineCollector(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    @Override
    public synchronized void line(String member, byte[] bytes, int offset, int length, boolean whole) {
        piece.write(bytes, offset, length);
        if (whole) {
            String line = piece.toString(StandardCharsets.UTF_8);
            piece.reset();
            if (wanted.test(line)) {
                found.add(line);
            }
        }
    }

    /** Ignores lines that were rotated away: they can be neither shown nor found. */
    @Override
    public void skipped(String member) {}

    synchronized List<String> found() {
        return List.copyOf(found);
    }
}
