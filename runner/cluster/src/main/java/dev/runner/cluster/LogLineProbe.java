package dev.runner.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what one member writes until the awaited line has come, start by start. Output and the news of a start come
 * on different threads, so either may be first: early lines are kept.
 */
final class LogLineProbe {
    /** Of what is written before the start is known, which takes milliseconds, no more is kept unless it matches. */
    private static final int MOST_EARLY_LINES = 1000;

    private final Pattern pattern;
    private final List<String> early = new ArrayList<>();
    private int incarnation;
    private @Nullable String found;
    private @Nullable Consumer<CharSequence> listener;

    LogLineProbe(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @param lines whole lines of the given start, in UTF-8 */
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
    synchronized void follow(int started, Consumer<CharSequence> newListener) {
        begin(started);
        if (started == incarnation) {
            if (listener != null && found != null) {
                newListener.accept(found);
            }
            listener = newListener;
            early.forEach(newListener);
            early.clear();
        }
    }

    private void begin(int started) {
        if (started > incarnation) {
            incarnation = started;
            found = null;
            listener = null;
            early.clear();
        }
    }

    private void line(String line) {
        if (found != null) {
            return;
        }
        found = pattern.matcher(line).find() ? line : null;
        if (listener != null) {
            listener.accept(line);
        } else if (found != null || early.size() < MOST_EARLY_LINES) {
            early.add(line);
        }
    }
}
