package dev.runner.supervisor.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads what the pipes of an ended process still hold, without waiting for the end of the pipes. */
final class LastWords {
    private static final long RETRY_MILLIS = 1;
    /** Where a pipe stays full (a child that lives on floods it), the last words are what was read until then. */
    private static final long LONGEST_MILLIS = 250;

    private final MemberOutput output;
    private final HeldPipes pipes;
    private final ScheduledExecutorService timer;

    LastWords(MemberOutput output, HeldPipes pipes, ScheduledExecutorService timer) {
        this.output = output;
        this.pipes = pipes;
        this.timer = timer;
    }

    /** Completes when all that was in the pipes has been read. */
    CompletableFuture<Void> read() {
        CompletableFuture<Void> read = output.drained().thenRun(() -> {});
        if (pipes.areHeld()) {
            EndMarker marker = new EndMarker();
            output.stdout().expect(marker);
            output.stderr().expect(marker);
            write(marker, false, false, read);
        }
        var unused = timer.schedule(() -> read.complete(null), LONGEST_MILLIS, TimeUnit.MILLISECONDS);
        return read;
    }

    private void write(EndMarker marker, boolean outWritten, boolean errWritten, CompletableFuture<Void> read) {
        boolean out = outWritten || pipes.markStdout(marker);
        boolean err = errWritten || pipes.markStderr(marker);
        if ((!out || !err) && !read.isDone()) {
            var unused = timer.schedule(() -> write(marker, out, err, read), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
