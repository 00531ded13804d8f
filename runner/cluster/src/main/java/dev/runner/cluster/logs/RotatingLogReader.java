package dev.runner.cluster.logs;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one member's log, file after file. The open file is read to its end even when it was renamed or deleted
 * meanwhile; only then the next newer one is opened, so that a rotation loses nothing.
 */
final class RotatingLogReader implements Closeable {
    private final String member;
    private final RotatedLogFiles files;
    private final LogSink sink;
    private final LineSplitter splitter;
    private @Nullable RandomAccessFile open;
    private @Nullable Object key;
    private long position;

    RotatingLogReader(String member, RotatedLogFiles files, LogSink sink) {
        this.member = member;
        this.files = files;
        this.sink = sink;
        this.splitter = new LineSplitter(member, sink);
    }

    /** Goes to where reading begins; a log that does not exist yet is read from its beginning later. */
    void seek(LogStartPosition beginning) throws IOException {
        LogTailFinder.Start start = beginning.in(files);
        while (start.key() != null) {
            if (openFile(start.age()) && start.key().equals(key)) {
                position = start.position();
                Objects.requireNonNull(open).seek(position);
                return;
            }
            // Rotated in between: the place is looked for again.
            start = beginning.in(files);
        }
    }

    /**
     * Reads on.
     *
     * @param budget the most bytes to read, so that one member does not starve the others
     * @return how many bytes were read
     */
    long read(byte[] buffer, long budget) throws IOException {
        long total = 0;
        if (open == null && !openFile(files.oldest())) {
            return 0;
        }
        while (total < budget) {
            int most = (int) Math.min(buffer.length, budget - total);
            int count = Objects.requireNonNull(open).read(buffer, 0, most);
            if (count > 0) {
                splitter.add(buffer, count);
                position += count;
                total += count;
            } else if (!next()) {
                break;
            }
        }
        return total;
    }

    /** How many bytes there are to be read now, in the open file and in those after it; never too few. */
    long unread() throws IOException {
        if (open == null && !openFile(files.oldest())) {
            return 0;
        }
        long unread = Objects.requireNonNull(open).length() - position;
        int age = files.ageOf(Objects.requireNonNull(key));
        boolean isAnother = age < 0 || unread < 0; // rotated away, replaced or truncated: all that is there is new
        int newer = isAnother ? files.oldest() + 1 : age;
        long total = Math.max(0, unread);
        for (int i = 0; i < newer; i++) {
            total += files.size(i);
        }
        return total;
    }

    void flush() {
        splitter.flush();
    }

    void flushPiece() {
        splitter.flushPiece();
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    /** At the end of the open file: whether there is more, in it or in a newer one. */
    private boolean next() throws IOException {
        RandomAccessFile current = Objects.requireNonNull(open);
        int age = files.ageOf(Objects.requireNonNull(key));
        if (age == 0) {
            return wasTruncated(current);
        }
        if (current.length() > position) {
            // Written between the last read and the rotation.
            return true;
        }
        if (age < 0) {
            return jump();
        }
        return openNewer(current, age);
    }

    private boolean wasTruncated(RandomAccessFile current) throws IOException {
        if (current.length() >= position) {
            return false;
        }
        splitter.flush();
        position = 0;
        current.seek(0);
        return true;
    }

    /** The file is gone from the directory: replaced by another, or rotated away while others came and went. */
    private boolean jump() throws IOException {
        int oldest = files.oldest();
        if (!openFile(oldest)) {
            return false;
        }
        if (oldest > 0) {
            splitter.flush();
            sink.skipped(member);
        }
        return true;
    }

    /**
     * Goes on with the file that came after the open one. When the newer file is there, the older one is complete, so
     * its length is looked at once more; and it must still have its age, or the newer one is not the next.
     */
    private boolean openNewer(RandomAccessFile current, int age) throws IOException {
        Object older = key;
        Opened newer = tryOpen(age - 1);
        if (newer == null) {
            return false;
        }
        if (current.length() > position || !Objects.equals(older, files.keyAt(age))) {
            newer.file().close();
            return true;
        }
        use(newer);
        return true;
    }

    private boolean openFile(int age) throws IOException {
        Opened opened = tryOpen(age);
        if (opened == null) {
            return false;
        }
        use(opened);
        return true;
    }

    /** Null where there is no such file, or a rotation got in between; the next look finds it then. */
    private @Nullable Opened tryOpen(int age) throws IOException {
        Object before = files.exists(age) ? files.keyAt(age) : null;
        if (before == null) {
            return null;
        }
        RandomAccessFile opened;
        try {
            opened = new RandomAccessFile(files.at(age).toFile(), "r");
        } catch (FileNotFoundException e) {
            if (before.equals(files.keyAt(age))) {
                throw e;
            }
            // Renamed since it was looked up.
            return null;
        }
        if (before.equals(files.keyAt(age))) {
            return new Opened(opened, before);
        }
        opened.close();
        return null;
    }

    private void use(Opened opened) throws IOException {
        close();
        open = opened.file();
        key = opened.key();
        position = 0;
    }

    private record Opened(RandomAccessFile file, Object key) {}
}
