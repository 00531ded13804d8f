package dev.runner.supervisor.process;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One output stream of a process: lines go to the sink; the end is known by the end of the pipe, or, once
 * the {@link EndMarker} is expected, by the marker, or by more bytes than a pipe can have held before it. Called by one thread at a time, but for {@link #expect}.
 */
final class StreamReader {
    private final LineAssembler lines;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile @Nullable EndMarker expected;
    private volatile @Nullable PipeDrain drain;
    private ByteBuffer carried = ByteBuffer.allocate(0);
    private int readSinceExpected;
    private boolean markerFound;

    StreamReader(Consumer<ByteBuffer> sink) {
        this.lines = new LineAssembler(sink);
    }

    /** From now on the marker may come, and means that all before it was read. */
    void expect(EndMarker marker) {
        expected = marker;
    }

    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Where what does not fit into one block is read from. */
    void drainBy(PipeDrain rest) {
        drain = rest;
    }

    /**
     * A block as NuProcess has read it. Where it is full, there may be more, which is read too; not while the marker is
     * awaited, as the little until then is looked at byte by byte.
     */
    void read(ByteBuffer block, boolean closed) {
        boolean isFull = block.remaining() == OutputHandler.BLOCK_BYTES;
        accept(block, closed);
        PipeDrain rest = drain;
        if (isFull && rest != null && (expected == null || markerFound)) {
            rest.readOn(more -> accept(more, false));
        }
        if (closed) {
            close();
        }
    }

    /** Nothing more will come. */
    void close() {
        PipeDrain rest = drain;
        if (rest != null) {
            rest.close();
        }
    }

    void accept(ByteBuffer bytes, boolean closed) {
        EndMarker marker = expected;
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
    }

    private void lookFor(EndMarker marker, ByteBuffer bytes) {
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
        readSinceExpected = Math.min(PipeDrain.LARGEST_PIPE, readSinceExpected + bytes);
        if (readSinceExpected == PipeDrain.LARGEST_PIPE) {
            drained.complete(null);
        }
    }
}
