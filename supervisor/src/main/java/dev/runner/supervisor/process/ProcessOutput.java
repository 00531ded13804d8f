package dev.runner.supervisor.process;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The output of one process: goes to its log, to its listener, and the last of it stays in memory. */
final class ProcessOutput {
    private static final byte[] LINE_END = {'\n'};

    /** A line that has not ended after this time may be a prompt. */
    private static final long MOMENT_MILLIS = 300;

    private final RotatingLogWriter log;
    private final Consumer<ByteBuffer> listener;
    private final OutputTail tail = new OutputTail();
    private final StreamReader stdout;
    private final StreamReader stderr;
    /** Which of the two has begun a line in the log that has not ended; null where none has. */
    private @Nullable Sink midLine;

    /**
     * @param listener gets whole lines, and, without a line end, the line that is being written
     * @param timer for the moment after which such a line is passed on
     */
    ProcessOutput(RotatingLogWriter log, Consumer<ByteBuffer> listener, ScheduledExecutorService timer) {
        this.log = log;
        this.listener = listener;
        Consumer<Runnable> inAMoment = task -> {
            if (!timer.isShutdown()) {
                var unused = timer.schedule(task, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
            }
        };
        this.stdout = new StreamReader(new Sink(), inAMoment);
        this.stderr = new StreamReader(new Sink(), inAMoment);
    }

    private final class Sink implements LineAssembler.Sink {
        @Override
        public void log(ByteBuffer bytes) {
            write(this, bytes);
        }

        @Override
        public void lines(ByteBuffer lines) {
            listener.accept(lines);
        }
    }

    /** From now on full pipes are read at once. */
    void follow(HeldOpenPipes pipes) {
        stdout.setBulkReader(new BulkPipeReader(pipes::openStdout));
        stderr.setBulkReader(new BulkPipeReader(pipes::openStderr));
    }

    StreamReader stdout() {
        return stdout;
    }

    StreamReader stderr() {
        return stderr;
    }

    /** Completes when both streams have been read to their end or to the marker. */
    CompletableFuture<Void> drained() {
        return CompletableFuture.allOf(stdout.drained(), stderr.drained());
    }

    List<String> lastLines() {
        synchronized (tail) {
            return tail.lines();
        }
    }

    /** What the one stream writes while the other is in the middle of a line begins a new one. */
    private synchronized void write(Sink from, ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return;
        }
        if (midLine != null && !from.equals(midLine)) {
            write(ByteBuffer.wrap(LINE_END));
        }
        midLine = bytes.get(bytes.limit() - 1) == '\n' ? null : from;
        write(bytes);
    }

    private void write(ByteBuffer bytes) {
        synchronized (tail) {
            tail.add(bytes);
        }
        log.append(bytes);
    }
}
