package dev.runner.cluster.logs;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where to begin with each log. With both, the later of the two places.
 *
 * @param lines how many of the last lines to begin with, 0 for none of them; null for all there are
 * @param since the time from which on lines count; null for any
 * @param mark a place that was noted before, which alone counts then; null for none
 */
public record LogBeginning(
        @Nullable Long lines,
        @Nullable Instant since,
        @Nullable LogMark mark) {
    /** Only what comes. */
    public static final LogBeginning NOW = lastLines(0);

    /** By lines and time. */
    public LogBeginning(@Nullable Long lines, @Nullable Instant since) {
        this(lines, since, null);
    }

    /** What was written after that place was noted. */
    public static LogBeginning at(LogMark mark) {
        return new LogBeginning(null, null, mark);
    }

    public static LogBeginning lastLines(long lines) {
        return new LogBeginning(lines, null);
    }

    LogTail.Start in(LogFiles files) throws IOException {
        if (mark != null) {
            return mark.in(files);
        }
        LogTail.Start byTime = since == null ? null : LogSince.find(files, since);
        LogTail.Start byLines = lines == null ? null : LogTail.find(files, lines);
        if (byTime == null) {
            return byLines == null ? LogTail.find(files, Long.MAX_VALUE) : byLines;
        }
        return byLines == null || byTime.isAfter(byLines) ? byTime : byLines;
    }
}
