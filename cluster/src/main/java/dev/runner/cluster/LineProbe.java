package dev.runner.cluster;

import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a line in what one member writes, start by start. Output and the news of a start come on different threads,
 * so either may be first.
 */
final class LineProbe {
    private final Pattern pattern;
    private int incarnation;
    private @Nullable String match;
    private @Nullable Consumer<CharSequence> listener;

    LineProbe(Pattern pattern) {
        this.pattern = pattern;
    }

    synchronized void wrote(int writer, CharSequence text) {
        begin(writer);
        if (writer != incarnation || match != null) {
            return;
        }
        text.toString()
                .lines()
                .filter(line -> pattern.matcher(line).find())
                .findFirst()
                .ifPresent(this::found);
    }

    /** The listener hears of the matching line of this start, at once where it has been written already. */
    synchronized void onMatch(int started, Consumer<CharSequence> newListener) {
        begin(started);
        listener = newListener;
        if (match != null) {
            newListener.accept(match);
        }
    }

    private void begin(int started) {
        if (started > incarnation) {
            incarnation = started;
            match = null;
            listener = null;
        }
    }

    private void found(String line) {
        match = line;
        if (listener != null) {
            listener.accept(line);
        }
    }
}
