package dev.runner.supervisor.process;

import dev.runner.util.RunningClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads what the pipes of an ended process still hold, without waiting for the end of the pipes: until the
 * {@link DrainSentinel} comes out, or so much that no pipe can have held more (a child that lives on floods it, so that
 * there was no room for the marker). Neither depends on time, so that on a busy machine no words are lost.
 */
final class OutputDrainer {
    private static final long RETRY_MILLIS = 1;
    /**
     * Where the pipes could not be held (no {@code /proc}): their end is all there is, and a child may keep it away.
     */
    private static final long UNHELD_MILLIS = 250;
    /** Only where the reading thread stands still: the end of the process is then told without its last words. */
    private static final long LONGEST_MILLIS = 10_000;

    private final ProcessOutput output;
    private final HeldOpenPipes pipes;
    private final ScheduledExecutorService timer;

    OutputDrainer(ProcessOutput output, HeldOpenPipes pipes, ScheduledExecutorService timer) {
        this.output = output;
        this.pipes = pipes;
        this.timer = timer;
    }

    /** Completes when all that was in the pipes has been read. */
    CompletableFuture<Void> read() {
        CompletableFuture<Void> read = output.drained().thenRun(() -> {});
        if (pipes.areHeld()) {
            DrainSentinel marker = new DrainSentinel();
            output.stdout().expect(marker);
            output.stderr().expect(marker);
            write(marker, false, false, read);
        }
        Duration longest = Duration.ofMillis(pipes.areHeld() ? LONGEST_MILLIS : UNHELD_MILLIS);
        var limit = RunningClock.shared().after(longest, () -> read.complete(null), timer);
        return read.whenComplete((done, failure) -> limit.cancel(false));
    }

    private void write(DrainSentinel marker, boolean outWritten, boolean errWritten, CompletableFuture<Void> read) {
        boolean out = outWritten || pipes.markStdout(marker);
        boolean err = errWritten || pipes.markStderr(marker);
        if ((!out || !err) && !read.isDone()) {
            var unused = timer.schedule(() -> write(marker, out, err, read), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
