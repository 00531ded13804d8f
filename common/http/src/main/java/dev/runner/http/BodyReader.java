package dev.runner.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body as it comes, on whichever thread sees it come, and holds no thread while it waits for more.
 * The body is bounded in bytes by its route, in time by the server's configuration, and together with all others by the
 * server's {@link MemoryBudget}.
 *
 * <p>Of a body that is too large, the rest is read and dropped before the refusal is written, within limits: when a
 * server answers and closes while a client still sends, the client's system resets the connection, and many clients
 * then never see the answer that says why.
 */
final class BodyReader extends Invocable.Task.Abstract {

    /** How the reading ends; exactly one of these is called, once. */
    interface Receiver {

        void onBody(byte[] body);

        void onRefusal(ApiException refusal);

        /** The client has gone, or its connection has failed. */
        void onFailure(Throwable failure);
    }

    /** The largest body that is dropped to its end, and how long that may take. */
    private static final int MOST_DROPPED_BYTES = 32 << 20;

    private static final Duration LONGEST_DROPPING = Duration.ofSeconds(2);

    /** Bytes that a body gets before it has come: a caller without a key must not fill the memory by announcements. */
    private static final int FIRST_BYTES = 16 << 10;

    private final Request request;
    private final int limit;
    private final Duration timeout;
    private final Consumer<Integer> memory;
    private final Receiver receiver;
    private final Runnable beforeWaiting;
    private final EndPoint connection;
    private final long usualIdleMillis;

    private byte[] body = new byte[0];
    private int filled;
    private long dropped;
    private long deadline;
    private @Nullable ApiException refusal;
    private volatile boolean reading;

    /**
     * Prepares.
     *
     * @param limit of the body, in bytes
     * @param timeout for the whole body
     * @param memory is told how many more bytes the body takes, before it does; may throw an {@link ApiException}
     * @param beforeWaiting is called before each wait for more; may throw an {@link ApiException}
     */
    BodyReader(
            Request request,
            int limit,
            Duration timeout,
            Consumer<Integer> memory,
            Runnable beforeWaiting,
            Receiver receiver) {
        super(InvocationType.NON_BLOCKING);
        this.request = request;
        this.limit = limit;
        this.timeout = timeout;
        this.memory = memory;
        this.beforeWaiting = beforeWaiting;
        this.receiver = receiver;
        this.connection = request.getConnectionMetaData().getConnection().getEndPoint();
        this.usualIdleMillis = connection.getIdleTimeout();
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** Reads what is there already, and goes on when more comes. */
    void begin() {
        HttpFields headers = request.getHeaders();
        long announced = headers.getLongField(HttpHeader.CONTENT_LENGTH);
        if (announced == 0 || (announced < 0 && !headers.contains(HttpHeader.TRANSFER_ENCODING))) {
            receiver.onBody(body);
        } else if (announced > limit) {
            refuse(tooLarge(limit), headers, announced);
        } else {
            start();
        }
    }

    /**
     * A short idle time may be over before the demand that it is meant for is made; it is no failure of the request
     * then, and comes again.
     */
    private void start() {
        reading = true;
        request.addIdleTimeoutListener(idle -> !reading);
        run();
    }

    static ApiException tooLarge(int limit) {
        return new ApiException(
                413, "body_too_large", "the body is larger than " + limit + " bytes; send less at once");
    }

    private ApiException tooSlow() {
        return new ApiException(
                408,
                "request_timeout",
                "the body did not come within " + timeout.toMillis() + " ms; send it faster, or less at once");
    }

    /** A client that asks before it sends (100-continue) has sent nothing, so there is nothing to drop. */
    private void refuse(ApiException why, HttpFields headers, long announced) {
        if (headers.contains(HttpHeader.EXPECT) || announced > MOST_DROPPED_BYTES) {
            receiver.onRefusal(why);
        } else {
            drop(why);
            start();
        }
    }

    private void drop(ApiException why) {
        refusal = why;
        body = new byte[0];
        deadline = System.nanoTime() + LONGEST_DROPPING.toNanos();
    }

    @Override
    public void run() {
        try {
            readWhatIsThere();
        } catch (ApiException e) {
            end(e);
        } catch (RuntimeException e) {
            stopReading();
            receiver.onFailure(e);
        }
    }

    private void readWhatIsThere() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                awaitMore();
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                fail(chunk);
                return;
            }
            boolean last = chunk.isLast();
            try {
                take(chunk.getByteBuffer());
            } finally {
                chunk.release();
            }
            if (last || dropped > MOST_DROPPED_BYTES) {
                end(refusal);
                return;
            }
        }
    }

    private void awaitMore() {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            end(refusal == null ? tooSlow() : refusal);
        } else {
            beforeWaiting.run();
            // Wakes this reader at its deadline when nothing comes, as a failure that leaves the connection usable.
            connection.setIdleTimeout(Math.min(left, usualIdleMillis));
            request.demand(this);
        }
    }

    private void fail(Content.Chunk chunk) {
        boolean isTimeout = Content.Chunk.isFailure(chunk, false);
        if (refusal != null) {
            end(refusal); // for whoever still reads
        } else if (isTimeout) {
            end(tooSlow());
        } else {
            stopReading();
            receiver.onFailure(chunk.getFailure());
        }
    }

    private void take(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (refusal != null) {
            dropped += more;
            return;
        }
        if (more > limit - filled) {
            drop(tooLarge(limit));
            return;
        }
        makeRoom(filled + more);
        bytes.get(body, filled, more);
        filled += more;
    }

    private void makeRoom(int needed) {
        if (needed <= body.length) {
            return;
        }
        long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        int most = announced < 0 ? limit : (int) announced;
        int size = Math.max(needed, Math.min(most, Math.max(FIRST_BYTES, 4 * body.length)));
        memory.accept(size - body.length);
        body = Arrays.copyOf(body, size);
    }

    private void stopReading() {
        reading = false;
        connection.setIdleTimeout(usualIdleMillis);
    }

    private void end(@Nullable ApiException why) {
        stopReading();
        if (why != null) {
            receiver.onRefusal(why);
        } else {
            receiver.onBody(filled == body.length ? body : Arrays.copyOf(body, filled));
        }
    }
}
