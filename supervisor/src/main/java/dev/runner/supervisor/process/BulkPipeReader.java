package dev.runner.supervisor.process;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Reads on where NuProcess's one block of 64 KiB for each event was not all: a member that writes faster than it is
 * read has filled its pipe. The pipe is made larger then, so that each turn moves sixteen times as much, which nearly
 * halves what a line costs, and the member waits less often. A member that never fills its pipe has nothing of this: no
 * open file, no memory. Only the thread that reads the stream may call it, as it keeps the order.
 */
final class BulkPipeReader {
    /** The most that a pipe can be made to hold without privileges: pipe-max-size in pipe(7). */
    static final int LARGEST_PIPE = 1024 * 1024;

    /**
     * More would use up what all pipes of a user may hold, 64 MiB (pipe-user-pages-soft in pipe(7)): beyond it, new
     * ones hold 8 KiB.
     */
    private static final int MOST_ENLARGED = 16;

    /** What one stream may have read before the others have their turn. */
    private static final int TURN = LARGEST_PIPE;

    private static final int NONE = -1;

    /** As many as there are threads that read, whatever the number of members. */
    private static final ConcurrentLinkedQueue<ByteBuffer> BUFFERS = new ConcurrentLinkedQueue<>();

    private static final AtomicInteger ENLARGED = new AtomicInteger();

    private final IntSupplier opener;
    private boolean isOpened;
    private boolean isEnlarged;
    private int fd = NONE;

    /** @param opener opens the reading end, so that it never blocks; negative where that cannot be */
    BulkPipeReader(IntSupplier opener) {
        this.opener = opener;
    }

    /**
     * Reads until less than was asked for was there, or others must have their turn.
     *
     * @param sink gets each block; it must consume it before it returns
     */
    void readOn(Consumer<ByteBuffer> sink) {
        open();
        if (fd == NONE) {
            return;
        }
        ByteBuffer buffer = borrow();
        try {
            int total = 0;
            int count;
            do {
                count = LibC.read(fd, buffer.clear());
                if (count > 0) {
                    total += count;
                    sink.accept(buffer.limit(count));
                }
            } while (count == buffer.capacity() && total < TURN);
        } finally {
            BUFFERS.add(buffer);
        }
    }

    /** Nothing more is read; may be called again. */
    void close() {
        isOpened = true;
        if (fd != NONE) {
            LibC.closeFd(fd);
            fd = NONE;
        }
        if (isEnlarged) {
            isEnlarged = false;
            ENLARGED.decrementAndGet();
        }
    }

    private static ByteBuffer borrow() {
        ByteBuffer buffer = BUFFERS.poll();
        return buffer == null ? ByteBuffer.allocateDirect(LARGEST_PIPE) : buffer;
    }

    private void open() {
        if (!isOpened) {
            isOpened = true;
            fd = Math.max(NONE, opener.getAsInt());
            if (fd != NONE) {
                isEnlarged = ENLARGED.incrementAndGet() <= MOST_ENLARGED && LibC.enlargePipe(fd, LARGEST_PIPE);
                ENLARGED.addAndGet(isEnlarged ? 0 : -1);
            }
        }
    }
}
