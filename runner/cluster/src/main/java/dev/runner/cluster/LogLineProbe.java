package dev.runner.cluster;

import dev.runner.cluster.logs.LinePattern;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what one member writes until the awaited line has come, start by start. Output and the news of a start come
 * on different threads, so either may be first: early lines are kept.
 *
 * <p>The thread that brings the output reads for all members. A pattern that once took long is tried on another one
 * from then on, so that it costs its own member alone.
 */
final class LogLineProbe {
    /** Of what is written before the start is known, which takes milliseconds, no more is kept unless it matches. */
    private static final int MOST_EARLY_LINES = 1000;

    /** What a member has written and its slow pattern not been tried on yet; what is more is not looked at. */
    private static final int MOST_WAITING = 16 << 20;

    /** Of lines that take too long, after which no more are tried. */
    private static final int MOST_TOO_SLOW = 10;

    /** Hears of each line that was looked at. */
    interface Listener {
        void line(String line, LinePattern.Verdict verdict);
    }

    private record Judged(String line, LinePattern.Verdict verdict) {}

    private record Waiting(int incarnation, String line) {}

    private volatile LinePattern pattern;
    private LinePattern nextPattern;
    private final Executor others;
    private final List<Judged> early = new ArrayList<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int charactersWaiting;
    private boolean isSlow;
    private boolean isWorking;
    private int tooSlow;
    private int incarnation;
    private @Nullable Judged found;
    private @Nullable Listener listener;

    /** @param others runs what may take long */
    LogLineProbe(LinePattern pattern, Executor others) {
        this.pattern = pattern;
        this.nextPattern = pattern;
        this.others = others;
    }

    /** From the next start on, this line is awaited. */
    synchronized void expectNext(LinePattern other) {
        nextPattern = other;
    }

    /** @param lines of the given start, in UTF-8: whole lines, or one that is being written, as far as it has come */
    synchronized void wrote(int writer, ByteBuffer lines) {
        begin(writer);
        if (writer == incarnation && found == null) {
            StandardCharsets.UTF_8.decode(lines).toString().lines().forEach(this::line);
        }
    }

    /**
     * The listener hears of the lines of this start up to the first that matches, also of those written already. A
     * later one, for the same start, hears of the match that an earlier one heard of.
     */
    synchronized void follow(int started, Listener newListener) {
        begin(started);
        if (started == incarnation) {
            if (listener != null && found != null) {
                newListener.line(found.line(), found.verdict());
            }
            listener = newListener;
            early.forEach(judged -> newListener.line(judged.line(), judged.verdict()));
            early.clear();
        }
    }

    private void begin(int started) {
        if (started > incarnation) {
            incarnation = started;
            pattern = nextPattern;
            found = null;
            listener = null;
            early.clear();
            waiting.clear();
            charactersWaiting = 0;
        }
    }

    private void line(String line) {
        if (found != null) {
            return;
        }
        Boolean quickly = isSlow ? null : pattern.findQuickly(line);
        if (quickly != null) {
            judged(line, quickly ? LinePattern.Verdict.FOUND : LinePattern.Verdict.NOT_FOUND);
            return;
        }
        isSlow = true;
        if (charactersWaiting + line.length() > MOST_WAITING) {
            judged(line, LinePattern.Verdict.TOO_SLOW);
            return;
        }
        waiting.add(new Waiting(incarnation, line));
        charactersWaiting += line.length();
        if (!isWorking) {
            isWorking = true;
            others.execute(this::workOff);
        }
    }

    private void workOff() {
        for (Waiting next = next(); next != null; next = next()) {
            LinePattern.Verdict verdict = isHopeless() ? LinePattern.Verdict.TOO_SLOW : pattern.find(next.line());
            synchronized (this) {
                tooSlow += verdict == LinePattern.Verdict.TOO_SLOW ? 1 : 0;
                if (next.incarnation() == incarnation && found == null) {
                    judged(next.line(), verdict);
                }
            }
        }
    }

    private synchronized boolean isHopeless() {
        return tooSlow >= MOST_TOO_SLOW;
    }

    private synchronized @Nullable Waiting next() {
        Waiting next = waiting.poll();
        isWorking = next != null;
        charactersWaiting -= next == null ? 0 : next.line().length();
        return next;
    }

    private void judged(String line, LinePattern.Verdict verdict) {
        Judged judged = new Judged(line, verdict);
        found = verdict == LinePattern.Verdict.FOUND ? judged : null;
        if (listener != null) {
            listener.line(line, verdict);
        } else if (found != null || early.size() < MOST_EARLY_LINES) {
            early.add(judged);
        }
    }
}
