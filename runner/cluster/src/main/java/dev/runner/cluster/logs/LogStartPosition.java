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
public record LogStartPosition(
        @Nullable Long lines,
        @Nullable Instant since,
        @Nullable LogPosition mark) {
    /** Only what comes. */
    public static final LogStartPosition NOW = lastLines(0);

    /** By lines and time. */
    public LogStartPosition(@Nullable Long lines, @Nullable Instant since) {
        this(lines, since, null);
    }

    /** What was written after that place was noted. */
    public static LogStartPosition at(LogPosition mark) {
        return new LogStartPosition(null, null, mark);
    }

    public static LogStartPosition lastLines(long lines) {
        return new LogStartPosition(lines, null);
    }

    LogTailFinder.Start in(RotatedLogFiles files) throws IOException {
        if (mark != null) {
            return mark.in(files);
        }
        LogTailFinder.Start byTime = since == null ? null : LogTimeFinder.find(files, since);
        LogTailFinder.Start byLines = lines == null ? null : LogTailFinder.find(files, lines);
        if (byTime == null) {
            return byLines == null ? LogTailFinder.find(files, Long.MAX_VALUE) : byLines;
        }
        return byLines == null || byTime.isAfter(byLines) ? byTime : byLines;
    }
}
