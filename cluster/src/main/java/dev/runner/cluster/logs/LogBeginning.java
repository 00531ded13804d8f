package dev.runner.cluster.logs;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where to begin with each log. With both, the later of the two places.
 *
 * @param lines how many of the last lines to begin with, 0 for none of them; null for all there are
 * @param since the time from which on lines count; null for any
 */
public record LogBeginning(@Nullable Long lines, @Nullable Instant since) {
    /** Only what comes. */
    public static final LogBeginning NOW = lastLines(0);

    public static LogBeginning lastLines(long lines) {
        return new LogBeginning(lines, null);
    }

    LogTail.Start in(LogFiles files) throws IOException {
        LogTail.Start byTime = since == null ? null : LogSince.find(files, since);
        LogTail.Start byLines = lines == null ? null : LogTail.find(files, lines);
        if (byTime == null) {
            return byLines == null ? LogTail.find(files, Long.MAX_VALUE) : byLines;
        }
        return byLines == null || byTime.isAfter(byLines) ? byTime : byLines;
    }
}
