package dev.runner.cluster.logs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/** Where the last lines of a log begin: looked for backwards, into rotated files too. */
final class LogTailFinder {
    private static final int BLOCK = 64 * 1024;

    /** A file by its age and key, and a place in it; without a key where there is no file. */
    record Start(int age, long position, @Nullable Object key) {
        boolean isAfter(Start other) {
            return age < other.age || (age == other.age && position > other.position);
        }
    }

    private final RotatedLogFiles files;
    private final byte[] block = new byte[BLOCK];
    private long missing;
    private boolean atEnd = true;

    private LogTailFinder(RotatedLogFiles files, long lines) {
        this.files = files;
        this.missing = lines;
    }

    static Start find(RotatedLogFiles files, long lines) throws IOException {
        return new LogTailFinder(files, lines).find();
    }

    private Start find() throws IOException {
        int oldest = files.oldest();
        for (int age = 0; age <= oldest; age++) {
            Object key = files.keyAt(age);
            long position = key == null ? -1 : searchBackwards(age, key);
            if (position >= 0) {
                return new Start(age, position, key);
            }
        }
        return new Start(oldest, 0, files.keyAt(oldest));
    }

    /** The place after the line feed before the first wanted line; -1 when the file holds fewer. */
    private long searchBackwards(int age, Object key) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(files.at(age).toFile(), "r")) {
            long end = file.length();
            if (missing == 0) {
                return end;
            }
            while (end > 0) {
                int size = (int) Math.min(BLOCK, end);
                file.seek(end - size);
                file.readFully(block, 0, size);
                int found = searchBlock(size);
                if (found >= 0) {
                    return end - size + found;
                }
                end -= size;
            }
            return -1;
        } catch (FileNotFoundException e) {
            if (key.equals(files.keyAt(age))) {
                throw e;
            }
            // Rotated away since it was listed: the wanted lines begin in a newer file.
            return -1;
        }
    }

    private int searchBlock(int size) {
        for (int i = size - 1; i >= 0; i--) {
            boolean lastOfAll = atEnd;
            atEnd = false;
            if (block[i] == '\n' && !lastOfAll) {
                missing--;
                if (missing == 0) {
                    return i + 1;
                }
            }
        }
        return -1;
    }
}
