package dev.runner.manager;

import dev.runner.cluster.logs.LinePattern;
import dev.runner.cluster.logs.LogSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Passes on the lines that match. A line over 1 MiB is looked at in pieces, and passed on from its match on. */
public final class GrepSink implements LogSink {
    private static final int LONGEST = 1 << 20;

    private final LinePattern pattern;
    private final LogSink next;
    private final Consumer<String> problems;
    private final Map<String, Line> lines = new HashMap<>();
    private boolean isTold;

    /** A line that has not ended. */
    private static final class Line {
        final ByteArrayOutputStream held = new ByteArrayOutputStream();
        /** Whether a piece of it has been passed on. */
        boolean matches;
    }

    /**
     * A filter.
     *
     * @param problems is told where the pattern takes too long
     */
    public GrepSink(LinePattern pattern, LogSink next, Consumer<String> problems) {
        this.pattern = pattern;
        this.next = next;
        this.problems = problems;
    }

    @Override
    public void line(String member, byte[] bytes, int offset, int length, boolean whole) {
        Line line = lines.get(member);
        if (line == null) {
            if (whole) {
                if (matches(member, new String(bytes, offset, length, StandardCharsets.UTF_8))) {
                    next.line(member, bytes, offset, length, true);
                }
                return;
            }
            line = new Line();
            lines.put(member, line);
        }
        line.held.write(bytes, offset, length);
        if (whole || line.matches || line.held.size() >= LONGEST) {
            passOn(member, line, whole);
        }
        if (whole) {
            lines.remove(member);
        }
    }

    private void passOn(String member, Line line, boolean whole) {
        line.matches |= matches(member, line.held.toString(StandardCharsets.UTF_8));
        if (line.matches) {
            next.line(member, line.held.toByteArray(), 0, line.held.size(), whole);
        }
        line.held.reset();
    }

    private boolean matches(String member, String line) {
        LinePattern.Verdict verdict = pattern.find(line);
        if (verdict == LinePattern.Verdict.TOO_SLOW && !isTold) {
            isTold = true;
            problems.accept("--grep: the pattern takes too long on a line of " + line.length() + " characters of "
                    + member + ", which is left out; write it without lookaround, backreferences and repetitions of"
                    + " repetitions");
        }
        return verdict == LinePattern.Verdict.FOUND;
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
