package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.http.json.JsonRecords;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Server-sent events to one reader. Sending never waits: what the reader has not taken yet is kept, up to a limit, and
 * a reader that is too slow loses its connection.
 */
public final class SseConnection {

    /** Bytes that may wait for a reader. */
    static final int MAX_WAITING_BYTES = 1 << 20;

    private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingBytes = new AtomicInteger();
    /**
     * How many have asked for a round of writing; whoever makes it 1 writes for all. 1 until the container is ready.
     */
    private final AtomicInteger rounds = new AtomicInteger(1);

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final ServletOutputStream out;
    private final Runnable cut;
    private volatile boolean closing;
    private boolean unflushed;

    SseConnection(ServletOutputStream out, Runnable cut) {
        this.out = out;
        this.cut = cut;
    }

    void begin() {
        out.setWriteListener(new Listener());
    }

    /**
     * Sends an event.
     *
     * @param data written as JSON
     * @return false when the reader has gone, or has just lost its connection
     */
    public boolean send(String event, Object data) {
        return sendBytes(event, JsonRecords.write(data));
    }

    /** The same with JSON that is already written, e.g. for many readers, without a line break in it. */
    public boolean sendBytes(String event, byte[] json) {
        byte[] head = ("event: " + event + "\ndata: ").getBytes(UTF_8);
        byte[] chunk = new byte[head.length + json.length + 2];
        System.arraycopy(head, 0, chunk, 0, head.length);
        System.arraycopy(json, 0, chunk, head.length, json.length);
        chunk[chunk.length - 2] = '\n';
        chunk[chunk.length - 1] = '\n';
        return enqueue(chunk);
    }

    void keepAlive() {
        enqueue(COMMENT);
    }

    private boolean enqueue(byte[] chunk) {
        if (!isOpen()) {
            return false;
        }
        if (waitingBytes.addAndGet(chunk.length) > MAX_WAITING_BYTES) {
            fail();
            return false;
        }
        waiting.add(chunk);
        drain();
        return true;
    }

    public boolean isOpen() {
        return !closing && !end.isDone();
    }

    /** Sends what waits, as far as the reader takes it, and ends the stream. */
    public void close() {
        closing = true;
        drain();
    }

    /** Runs when the stream has ended, whoever ended it; at once if it has. */
    public void onEnd(Runnable action) {
        CompletableFuture<Void> unused = end.whenComplete((nothing, failure) -> action.run());
    }

    CompletableFuture<Void> end() {
        return end;
    }

    private void drain() {
        if (rounds.getAndIncrement() == 0) {
            write();
        }
    }

    private void write() {
        int seen = 1;
        do {
            try {
                writeWhatFits();
            } catch (IOException e) {
                fail(); // the reader has gone, which is its right
            }
            seen = rounds.addAndGet(-seen);
        } while (seen != 0);
    }

    private void writeWhatFits() throws IOException {
        while (!end.isDone() && out.isReady()) {
            byte[] chunk = waiting.poll();
            if (chunk != null) {
                waitingBytes.addAndGet(-chunk.length);
                unflushed = true;
                out.write(chunk);
            } else if (unflushed) {
                unflushed = false;
                out.flush();
            } else if (closing) {
                end.complete(null);
            } else {
                return;
            }
        }
    }

    private void fail() {
        closing = true;
        waiting.clear();
        cut.run();
        end.complete(null);
    }

    /** The container's calls; it makes the first one when the handler has returned. */
    private final class Listener implements WriteListener {

        private boolean begun;

        @Override
        public void onWritePossible() {
            if (begun) {
                drain();
            } else {
                begun = true;
                write();
            }
        }

        @Override
        public void onError(Throwable problem) {
            fail();
        }
    }
}
