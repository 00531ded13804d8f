package dev.runner.cluster.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A place in a member's log, which is found again after the log has been rotated. */
public final class LogMark {
    /** Before everything, also where there is no log yet. */
    public static final LogMark BEGINNING = new LogMark(null, 0);

    private final @Nullable Object key;
    private final long position;

    private LogMark(@Nullable Object key, long position) {
        this.key = key;
        this.position = position;
    }

    /** The end of a log as it is now. */
    public static LogMark endOf(Path log) throws IOException {
        LogFiles files = new LogFiles(log);
        Object key = files.keyAt(0);
        while (key != null) {
            LogMark mark = new LogMark(key, files.size(0));
            Object after = files.keyAt(0);
            if (Objects.equals(key, after)) {
                return mark;
            }
            // Rotated in between: the size may be that of the next file.
            key = after;
        }
        return BEGINNING;
    }

    /** Where all of it was rotated away, the oldest that is left. */
    LogTail.Start in(LogFiles files) throws IOException {
        int age = key == null ? -1 : files.ageOf(key);
        int oldest = files.oldest();
        return age < 0 ? new LogTail.Start(oldest, 0, files.keyAt(oldest)) : new LogTail.Start(age, position, key);
    }
}
