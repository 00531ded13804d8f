package dev.runner.cluster.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Follows the log files of members while they are written and rotated. This is the only way in which output reaches a
 * terminal: members write to files, so that a terminal that is slow, or stopped by Ctrl-S, never holds one up.
 *
 * <p>Not to be used by several threads, except {@link #add}, {@link #signal} and {@link #stop}.
 */
public final class LogFollower implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    /** What one member may have read before the others have their turn. */
    private static final long TURN = 4L << 20;

    /** What has not ended after that is a prompt, not a line that is just being written. */
    private static final long PROMPT_NANOS = 300_000_000;

    private static final long SHORTEST_WAIT_MILLIS = 20;

    private static final long LONGEST_WAIT_MILLIS = 250;

    /** At the end, members that go on writing must not keep the follower for ever. */
    private static final long FINAL_READ_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final List<RotatingLogReader> sources = new CopyOnWriteArrayList<>();
    private final Path logs;
    private final LogSink sink;
    private final byte[] buffer = new byte[BUFFER];
    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean stopping;

    /**
     * A follower, at the beginning of the last lines of each log.
     *
     * @param logs the directory with {@code MEMBER.log}; files may come to be later
     * @param beginning where to begin with each log
     */
    public LogFollower(Path logs, List<String> members, LogStartPosition beginning, LogSink sink) throws IOException {
        this.logs = logs;
        this.sink = sink;
        for (String member : members) {
            RotatingLogReader source = source(member);
            source.seek(beginning);
            sources.add(source);
        }
    }

    private RotatingLogReader source(String member) {
        return new RotatingLogReader(member, new RotatedLogFiles(logs.resolve(member + ".log")), sink);
    }

    /** Follows one more, that is only just being added to the cluster: all that it writes. */
    public void add(String member) {
        sources.add(source(member));
        signal();
    }

    /**
     * Reads what is there now, log by log, and not what is written meanwhile: a member that never stops writing must
     * not keep the reader for ever.
     *
     * @return how many bytes
     */
    public long drain() throws IOException {
        long total = 0;
        for (RotatingLogReader source : sources) {
            long left = source.unread();
            while (left > 0) {
                long count = source.read(buffer, left);
                if (count == 0) {
                    break;
                }
                total += count;
                left -= count;
            }
        }
        sink.flush();
        return total;
    }

    /** Passes on what has no line feed yet, as lines. */
    public void flush() {
        sources.forEach(RotatingLogReader::flush);
        sink.flush();
    }

    /** Follows until {@link #stop}, then reads what is left, and passes on incomplete lines too. */
    public void run() throws IOException, InterruptedException {
        long wait = SHORTEST_WAIT_MILLIS;
        long lastNews = System.nanoTime();
        while (!stopping) {
            if (turn() > 0) {
                lastNews = System.nanoTime();
                wait = SHORTEST_WAIT_MILLIS;
            } else if (wakeUp.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
                wakeUp.drainPermits();
                wait = SHORTEST_WAIT_MILLIS;
            } else {
                wait = Math.min(LONGEST_WAIT_MILLIS, wait * 2);
                if (System.nanoTime() - lastNews > PROMPT_NANOS) {
                    sources.forEach(RotatingLogReader::flushPiece);
                    sink.flush();
                }
            }
        }
        long end = System.nanoTime() + FINAL_READ_NANOS;
        boolean more = true;
        while (more) {
            more = turn() > 0 && System.nanoTime() - end < 0;
        }
        flush();
    }

    /** Something was written: look now. */
    public void signal() {
        if (wakeUp.availablePermits() == 0) {
            wakeUp.release();
        }
    }

    /** Makes {@link #run} come to its end. */
    public void stop() {
        stopping = true;
        signal();
    }

    @Override
    public void close() throws IOException {
        for (RotatingLogReader source : sources) {
            source.close();
        }
    }

    private long turn() throws IOException {
        long total = 0;
        for (RotatingLogReader source : sources) {
            total += source.read(buffer, TURN);
        }
        if (total > 0) {
            sink.flush();
        }
        return total;
    }
}
