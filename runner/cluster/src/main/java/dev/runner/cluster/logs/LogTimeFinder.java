package dev.runner.cluster.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Where the lines since some time begin, by the {@code .times} that the supervisor writes beside each log. It may be a
 * fraction of a second early, never late. A log without them (of an older version) is known only by its last change.
 */
final class LogTimeFinder {
    /** Between two notes, what was written has the time of the first. */
    private static final long PRECISION_MILLIS = 200;

    private LogTimeFinder() {}

    static LogTailFinder.Start find(RotatedLogFiles files, Instant since) throws IOException {
        long from = since.toEpochMilli() - PRECISION_MILLIS;
        LogTailFinder.Start start = new LogTailFinder.Start(0, files.size(0), files.keyAt(0));
        for (int age = 0; age <= files.oldest(); age++) {
            Object key = files.keyAt(age);
            if (key == null) {
                continue;
            }
            long position = position(files.at(age), from);
            if (position < 0) {
                return start;
            }
            start = new LogTailFinder.Start(age, position, key);
            if (position > 0) {
                return start;
            }
        }
        return start;
    }

    /** -1 where all of the file is older; 0 where all of it counts, so that there may be more in the one before. */
    private static long position(Path log, long from) throws IOException {
        List<String> times;
        try {
            times = Files.readAllLines(log.resolveSibling(log.getFileName() + ".times"), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            return Files.getLastModifiedTime(log).toMillis() < from ? -1 : 0;
        }
        for (String time : times) {
            int blank = time.indexOf(' ');
            if (blank > 0 && Long.parseLong(time.substring(0, blank)) >= from) {
                return Long.parseLong(time.substring(blank + 1));
            }
        }
        return -1;
    }
}
