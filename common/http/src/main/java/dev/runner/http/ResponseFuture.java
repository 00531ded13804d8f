package dev.runner.http;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.Result;

/** Collects an answer, and completes a future with it, or with the reason why there is none. */
final class ResponseFuture extends BufferingResponseListener {

    private static final ThreadLocal<Boolean> COMPLETING = new ThreadLocal<>();

    /** A larger answer becomes a large one of ours, whose writing may wait for a slow reader. */
    private static final int SMALL = 16 << 10;

    /** How the client's parts show themselves, e.g. {@code HttpDestination@1f2e3d}. */
    private static final Pattern DUMP = Pattern.compile("@[0-9a-f]+|HttpDestination");

    private final CompletableFuture<ServiceResponse> future = new CompletableFuture<>();
    private final URI uri;
    private final Duration timeout;
    private final Executor executor;

    ResponseFuture(URI uri, Duration timeout, Executor executor) {
        super(ServiceHttpClient.MAX_RESPONSE_BYTES);
        this.executor = executor;
        this.uri = uri;
        this.timeout = timeout;
    }

    CompletableFuture<ServiceResponse> future() {
        return future;
    }

    @Override
    public void onComplete(Result result) {
        byte[] body = getContent();
        if (result.isFailed()) {
            here(() -> future.completeExceptionally(failed(result.getFailure())));
        } else if (body == null) {
            here(() -> future.complete(new ServiceResponse(result.getResponse().getStatus(), new byte[0])));
        } else if (body.length <= SMALL) {
            here(() -> future.complete(new ServiceResponse(result.getResponse().getStatus(), body)));
        } else {
            executor.execute(() ->
                    future.complete(new ServiceResponse(result.getResponse().getStatus(), body)));
        }
    }

    private static void here(Runnable completion) {
        COMPLETING.set(true);
        try {
            completion.run();
        } finally {
            COMPLETING.remove();
        }
    }

    /**
     * Refuses to wait on the thread that the awaited answer needs.
     *
     * @throws IllegalStateException on that thread
     */
    static void requireBlockingThread() {
        if (COMPLETING.get() != null) {
            throw new IllegalStateException("a call that waits, made where an answer is handled, would wait for ever; "
                    + "use send, or another thread");
        }
    }

    private CallFailedException failed(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new CallFailedException(uri + " did not answer within " + timeout.toMillis() + " ms", cause, false);
        }
        boolean refused = cause instanceof ConnectException;
        String what = refused ? "nothing listens at " + uri.getAuthority() : uri + " failed: " + reason(cause);
        return new CallFailedException(what, cause, refused);
    }

    /** One line for people. The client's own messages show its whole connection, and stay in the cause. */
    private static String reason(Throwable cause) {
        if (cause instanceof EOFException
                || cause instanceof ClosedChannelException
                || cause instanceof SocketException) {
            return "the connection was closed before an answer came";
        }
        if (cause instanceof RejectedExecutionException) {
            return "too many calls wait for it already, or this process ends";
        }
        String message = String.valueOf(cause.getMessage());
        return DUMP.matcher(message).find() ? cause.getClass().getSimpleName() : message;
    }
}
