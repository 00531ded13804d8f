package dev.runner.junit;

import dev.runner.cluster.logs.LogSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Collects lines of one member's log: the first that are wanted, or the last. What a line has beyond 1 MiB is left out,
 * and said so.
 */
final class LineCollector implements LogSink {
    private static final int LONGEST = 1 << 20;

    private final Predicate<String> wanted;
    private final int most;
    private final boolean lastOnes;
    private final Deque<String> found = new ArrayDeque<>();
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
    private boolean isCut;

    private LineCollector(Predicate<String> wanted, int most, boolean lastOnes) {
        this.wanted = wanted;
        this.most = most;
        this.lastOnes = lastOnes;
    }

    static LineCollector all() {
        return new LineCollector(line -> true, Integer.MAX_VALUE, false);
    }

    static LineCollector first(Predicate<String> wanted) {
        return new LineCollector(wanted, 1, false);
    }

    static LineCollector last(int count) {
        return new LineCollector(line -> true, count, true);
    }

    @Override
    public synchronized void line(String member, byte[] bytes, int offset, int length, boolean whole) {
        int kept = Math.min(length, LONGEST - piece.size());
        piece.write(bytes, offset, kept);
        isCut |= kept < length;
        if (whole) {
            String line =
                    piece.toString(StandardCharsets.UTF_8) + (isCut ? " [cut: the line is longer than 1 MiB]" : "");
            piece.reset();
            isCut = false;
            add(line);
        }
    }

    private void add(String line) {
        boolean isFull = found.size() >= most;
        if (isFull && !lastOnes) {
            return;
        }
        if (wanted.test(line)) {
            found.add(line);
            if (isFull) {
                found.remove();
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
