package dev.runner.supervisor.process;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One output stream of a process: lines go to the sink; the end is known by the end of the pipe, or, once the
 * {@link DrainSentinel} is expected, by the marker, or by more bytes than a pipe can have held before it. The end of a
 * line is waited for a moment, then what there is of it is passed on.
 */
final class StreamReader {
    private final LineAssembler lines;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile @Nullable DrainSentinel expected;
    private volatile @Nullable BulkPipeReader drain;
    private final Consumer<Runnable> inAMoment;
    private boolean isMomentAwaited;
    private ByteBuffer carried = ByteBuffer.allocate(0);
    private int readSinceExpected;
    private boolean markerFound;

    /** @param inAMoment runs a task later, on any thread */
    StreamReader(LineAssembler.Sink sink, Consumer<Runnable> inAMoment) {
        this.lines = new LineAssembler(sink);
        this.inAMoment = inAMoment;
    }

    /** From now on the marker may come, and means that all before it was read. */
    void expect(DrainSentinel marker) {
        expected = marker;
    }

    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Where what does not fit into one block is read from. */
    void setBulkReader(BulkPipeReader rest) {
        drain = rest;
    }

    /**
     * A block as NuProcess has read it. Where it is full, there may be more, which is read too, whatever is awaited: of
     * a pipe whose writers have all ended NuProcess reads one block and closes it, while an enlarged one may hold
     * sixteen.
     */
    void read(ByteBuffer block, boolean closed) {
        boolean isFull = block.remaining() == NuProcessOutputHandler.BLOCK_BYTES;
        accept(block, closed);
        BulkPipeReader rest = drain;
        if (isFull && rest != null) {
            rest.readOn(more -> accept(more, false));
        }
        if (closed) {
            close();
        }
    }

    /** Nothing more will come. */
    void close() {
        BulkPipeReader rest = drain;
        if (rest != null) {
            rest.close();
        }
    }

    synchronized void accept(ByteBuffer bytes, boolean closed) {
        DrainSentinel marker = expected;
        if (marker == null || markerFound) {
            lines.accept(bytes);
        } else {
            lookFor(marker, bytes);
        }
        if (closed) {
            lines.accept(carried);
            carried = ByteBuffer.allocate(0);
            lines.finish();
            drained.complete(null);
        }
        if (lines.isHolding() && !isMomentAwaited) {
            isMomentAwaited = true;
            inAMoment.accept(this::momentIsOver);
        }
    }

    private synchronized void momentIsOver() {
        isMomentAwaited = false;
        lines.passOnHeld();
    }

    private void lookFor(DrainSentinel marker, ByteBuffer bytes) {
        int bytesRead = bytes.remaining();
        ByteBuffer all = ByteBuffer.allocate(carried.remaining() + bytesRead);
        all.put(carried).put(bytes).flip();
        int at = marker.indexIn(all);
        if (at >= 0) {
            ByteBuffer before = all.duplicate();
            lines.accept(before.limit(at));
            lines.finish();
            carried = ByteBuffer.allocate(0);
            markerFound = true;
            drained.complete(null);
            lines.accept(all.position(at + marker.length()));
        } else {
            int passed = Math.max(0, all.remaining() - marker.length() + 1);
            ByteBuffer before = all.duplicate();
            lines.accept(before.limit(passed));
            carried = all.position(passed);
            countRead(bytesRead);
        }
    }

    private void countRead(int bytes) {
        readSinceExpected = Math.min(BulkPipeReader.LARGEST_PIPE, readSinceExpected + bytes);
        if (readSinceExpected == BulkPipeReader.LARGEST_PIPE) {
            drained.complete(null);
        }
    }
}
