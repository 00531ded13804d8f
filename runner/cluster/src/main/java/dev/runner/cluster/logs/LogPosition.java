package dev.runner.cluster.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A place in a member's log, which is found again after the log has been rotated. */
public final class LogPosition {
    /** Before everything, also where there is no log yet. */
    public static final LogPosition BEGINNING = new LogPosition(null, 0);

    private final @Nullable Object key;
    private final long position;

    private LogPosition(@Nullable Object key, long position) {
        this.key = key;
        this.position = position;
    }

    /** The end of a log as it is now. */
    public static LogPosition endOf(Path log) throws IOException {
        RotatedLogFiles files = new RotatedLogFiles(log);
        Object key = files.keyAt(0);
        while (key != null) {
            LogPosition mark = new LogPosition(key, files.size(0));
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
    LogTailFinder.Start in(RotatedLogFiles files) throws IOException {
        int age = key == null ? -1 : files.ageOf(key);
        int oldest = files.oldest();
        return age < 0
                ? new LogTailFinder.Start(oldest, 0, files.keyAt(oldest))
                : new LogTailFinder.Start(age, position, key);
    }
}
